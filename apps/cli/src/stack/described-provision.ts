import { checkTemplate, describeFaults } from '@fairlead/prompts/check-template';
import {
  AROUND_THE_CLOCK,
  OFFICE_HOURS,
  parseWorkingHours,
  type WorkingHours,
} from '@fairlead/shared/domain/working-hours';
import { requireSettings, type Settings } from '@fairlead/shared/runtime/env';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { DEFAULT_FOLLOW_UP_TEMPLATE } from '../demo/campaign.ts';
import type { DescribedAccount, DescribedCampaign, Provision } from './provision.ts';

const OF_ACCOUNT = [
  'FAIRLEAD_ACCOUNT_EMAIL',
  'FAIRLEAD_ACCOUNT_PASSWORD',
] as const satisfies readonly SettingName[];
const OF_CAMPAIGN = [
  'FAIRLEAD_CAMPAIGN_NAME',
  'FAIRLEAD_CAMPAIGN_PRODUCT_DOCS',
  'FAIRLEAD_CAMPAIGN_OBJECTIVE',
] as const satisfies readonly SettingName[];

/** Whether the settings say all that an account needs. */
export const describesAccount = (given: Settings<SettingName>): boolean =>
  OF_ACCOUNT.every((name) => given[name] !== undefined);

/** Whether the settings say all that a campaign needs. */
export const describesCampaign = (given: Settings<SettingName>): boolean =>
  OF_CAMPAIGN.every((name) => given[name] !== undefined);

/** A simulated site knows no night. */
export const defaultHours = ({ FAIRLEAD_TARGET: target }: Settings<SettingName>): WorkingHours =>
  target === 'sandbox' ? AROUND_THE_CLOCK : OFFICE_HOURS;

/** The hours in the settings. Throws `Misconfigured` for what cannot be read. */
export function describedHours(
  { FAIRLEAD_ACCOUNT_WORKING_HOURS: given }: Settings<SettingName>,
  fallback: WorkingHours,
): WorkingHours {
  if (given === undefined) return fallback;
  const hours = parseWorkingHours(given);
  if (hours) return hours;
  throw new Misconfigured(
    `FAIRLEAD_ACCOUNT_WORKING_HOURS cannot be read: ${given}`,
    'Write always, or weekdays and hours: mon-fri 09:00-19:00 or mon,wed 8:30-12:00.',
  );
}

/** The template, if it can be rendered for everybody. Throws `Misconfigured` with every fault of it. */
function soundTemplate(template: string): string {
  const faults = checkTemplate(template);
  if (faults.length === 0) return template;
  throw new Misconfigured(
    `FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE cannot be rendered:\n${describeFaults(faults)}`,
    'Use the names of docs/templates.md.',
  );
}

/** The account and the campaign in the settings. Throws `Misconfigured` naming all that is missing of one described by half. */
export function describedProvision(given: Settings<SettingName>): Provision {
  const isGiven = (name: SettingName): boolean => given[name] !== undefined;
  const [hasAccount, hasCampaign] = [OF_ACCOUNT.some(isGiven), OF_CAMPAIGN.some(isGiven)];
  requireSettings(given, [...(hasAccount ? OF_ACCOUNT : []), ...(hasCampaign ? OF_CAMPAIGN : [])]);
  return {
    account: hasAccount ? describedAccount(given) : null,
    campaign: hasCampaign ? describedCampaign(given) : null,
  };
}

/** The account in the settings. Throws `Misconfigured` naming what is missing. */
export function describedAccount(given: Settings<SettingName>): DescribedAccount {
  const settings = requireSettings(given, OF_ACCOUNT);
  return {
    email: settings.FAIRLEAD_ACCOUNT_EMAIL,
    password: settings.FAIRLEAD_ACCOUNT_PASSWORD,
    country: settings.FAIRLEAD_ACCOUNT_COUNTRY?.toLowerCase() ?? null,
    timeZone: settings.FAIRLEAD_ACCOUNT_TIME_ZONE,
    workingHours: describedHours(given, defaultHours(given)),
    limits: {
      connectDaily: settings.FAIRLEAD_CONNECT_DAILY,
      connectWeekly: settings.FAIRLEAD_CONNECT_WEEKLY,
      followUpDaily: settings.FAIRLEAD_FOLLOW_UP_DAILY,
    },
    subscribeNewsletter: settings.FAIRLEAD_SUBSCRIBE_NEWSLETTER ?? null,
  };
}

/** The campaign in the settings. Throws `Misconfigured` naming what is missing. */
export function describedCampaign(given: Settings<SettingName>): DescribedCampaign {
  const settings = requireSettings(given, OF_CAMPAIGN);
  return {
    name: settings.FAIRLEAD_CAMPAIGN_NAME,
    productDocs: settings.FAIRLEAD_CAMPAIGN_PRODUCT_DOCS,
    objective: settings.FAIRLEAD_CAMPAIGN_OBJECTIVE,
    bookingLink: settings.FAIRLEAD_CAMPAIGN_BOOKING_LINK ?? null,
    followUpTemplate: soundTemplate(
      settings.FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE ?? DEFAULT_FOLLOW_UP_TEMPLATE,
    ),
  };
}

/** The real site cannot be used without a language model, the sandbox brings its own. Throws `Misconfigured`. */
export function requireLanguageModel(settings: Settings<SettingName>): void {
  if (settings.FAIRLEAD_TARGET !== 'sandbox') requireSettings(settings, ['FAIRLEAD_LLM_API_KEY']);
}

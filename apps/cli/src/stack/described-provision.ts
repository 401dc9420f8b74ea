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
import type { Provision } from './provision.ts';

const DESCRIBING = [
  'FAIRLEAD_ACCOUNT_EMAIL',
  'FAIRLEAD_ACCOUNT_PASSWORD',
  'FAIRLEAD_CAMPAIGN_NAME',
  'FAIRLEAD_CAMPAIGN_PRODUCT_DOCS',
  'FAIRLEAD_CAMPAIGN_OBJECTIVE',
] as const satisfies readonly SettingName[];

/** Whether the settings say anything at all about an account and its campaign. */
export function describesProvision(given: Settings<SettingName>): boolean {
  return DESCRIBING.some((name) => given[name] !== undefined);
}

/** A simulated site knows no night. */
const defaultHours = ({ FAIRLEAD_TARGET: target }: Settings<SettingName>): WorkingHours =>
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

/** The account and the campaign in the settings. Throws `Misconfigured` naming all that is missing. */
export function describedProvision(given: Settings<SettingName>): Provision {
  const settings = requireSettings(given, [
    ...DESCRIBING,
    ...(given.FAIRLEAD_TARGET === 'sandbox' ? [] : (['FAIRLEAD_LLM_API_KEY'] as const)),
  ]);
  return {
    account: {
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
    },
    campaign: {
      name: settings.FAIRLEAD_CAMPAIGN_NAME,
      productDocs: settings.FAIRLEAD_CAMPAIGN_PRODUCT_DOCS,
      objective: settings.FAIRLEAD_CAMPAIGN_OBJECTIVE,
      bookingLink: settings.FAIRLEAD_CAMPAIGN_BOOKING_LINK ?? null,
      followUpTemplate: soundTemplate(
        settings.FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE ?? DEFAULT_FOLLOW_UP_TEMPLATE,
      ),
    },
  };
}

import type { Campaign, NewCampaign } from '@fairlead/db/repositories/campaigns';
import { followUpInputs } from '@fairlead/prompts/inputs';
import { ApprovalMode } from '@fairlead/shared/domain/approval';
import { StrategyName } from '@fairlead/shared/domain/verdict';
import { z } from 'zod';
import { type FormFaults, type FormValues, faultsOf } from './form-faults.ts';
import { SAMPLE_PROFILE } from './sample-profile.ts';
import { optionValues, percentText, readOptions } from './strategy-options.ts';

const text = (most: number, missing: string) =>
  z.string().trim().min(1, missing).max(most, `At most ${most} characters.`);

const Percent = z
  .string()
  .trim()
  .regex(/^\d{1,3}([.,]\d+)?$/, 'A number from 0 to 100.')
  .transform((given) => Number(given.replace(',', '.')) / 100)
  .pipe(z.number().max(1, 'A number from 0 to 100.'));

const Fields = z.object({
  name: text(120, 'A campaign needs a name.'),
  objective: text(4_000, 'Say whom the campaign looks for.'),
  productDocs: z.string().trim().max(50_000, 'At most 50000 characters.'),
  bookingLink: z
    .string()
    .trim()
    .max(500, 'At most 500 characters.')
    .refine((link) => link === '' || isWebAddress(link), 'A whole address, with https:// in front.'),
  followUpTemplate: text(10_000, 'Say what a message should be like.'),
  approvalMode: z.enum(ApprovalMode.options, 'Choose one.'),
  strategy: z.enum(StrategyName.options, 'Choose one.'),
  auditShare: Percent,
  auditTolerance: Percent,
});

/** The form of a campaign, read: what is to be saved, or what is wrong, by the name of the field. */
export type ReadCampaign = { campaign: NewCampaign } | { faults: FormFaults };

/** Reads the form. `stored` are the campaign's options so far: those the form does not show are kept. */
export async function readCampaignForm(
  values: FormValues,
  stored: Pick<Campaign, 'strategy' | 'strategyOptions'> | null,
): Promise<ReadCampaign> {
  const parsed = Fields.safeParse(values);
  const strategy = StrategyName.safeParse(values.strategy);
  const kept = stored && stored.strategy === strategy.data ? stored.strategyOptions : {};
  const options = strategy.success ? readOptions(strategy.data, values, kept) : { options: {} };
  const faults = {
    ...(parsed.success ? {} : faultsOf(parsed.error)),
    ...('faults' in options ? options.faults : {}),
  };
  if (!('followUpTemplate' in faults)) {
    const fault = await templateFault(values);
    if (fault !== null) Object.assign(faults, { followUpTemplate: fault });
  }
  if (!parsed.success || 'faults' in options || Object.keys(faults).length > 0) return { faults };
  const { bookingLink, ...fields } = parsed.data;
  const link = bookingLink === '' ? null : bookingLink;
  return { campaign: { ...fields, bookingLink: link, strategyOptions: options.options } };
}

/** Why the template cannot be filled in, tried on a person of whom everything is known; null when it can. */
async function templateFault(values: FormValues): Promise<string | null> {
  try {
    await followUpInputs(textsOf(values), SAMPLE_PROFILE);
    return null;
  } catch (error) {
    return faultText(error);
  }
}

/** A template's fault without what the library says about where it stands in its code. */
export function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^.*?(RenderError|ParseError|UndefinedVariableError|TokenizationError): /s, '')
    .slice(0, 300);
}

/** What the form says to the language model, as it stands. */
export function textsOf(values: FormValues) {
  const { objective = '', productDocs = '', followUpTemplate = '' } = values;
  return { objective, productDocs, followUpTemplate };
}

/** The form of a campaign that exists. */
export function valuesOfCampaign(campaign: Campaign): FormValues {
  return {
    name: campaign.name,
    objective: campaign.objective,
    productDocs: campaign.productDocs,
    bookingLink: campaign.bookingLink ?? '',
    followUpTemplate: campaign.followUpTemplate,
    approvalMode: campaign.approvalMode,
    strategy: campaign.strategy,
    auditShare: percentText(campaign.auditShare),
    auditTolerance: percentText(campaign.auditTolerance),
    version: String(campaign.version),
    ...optionValues(campaign.strategy, campaign.strategyOptions),
  };
}

/** The form of a new campaign: a template to start from, and on the safe side. */
export const NEW_CAMPAIGN: FormValues = {
  name: '',
  objective: '',
  productDocs: '',
  bookingLink: '',
  followUpTemplate:
    'Thank {{ profile.firstName }} for connecting.\n' +
    '{% if profile.headline %}Name one thing from their work: {{ profile.headline }}.{% endif %}\n' +
    'Say in one sentence what we offer, and end with one question they can answer in a line.',
  approvalMode: 'approve-messages',
  strategy: 'bayes',
  auditShare: '5',
  auditTolerance: '5',
  version: '0',
  ...optionValues('bayes', {}),
};

function isWebAddress(link: string): boolean {
  const protocol = URL.parse(link)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}

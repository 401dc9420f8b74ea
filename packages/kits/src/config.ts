import { checkTemplate, describeFaults } from '@fairlead/prompts/check-template';
import { z } from 'zod';
import { kitFault } from './fault.ts';

/** The name of the file. */
export const CONFIG_FILE = 'config.json';

const text = (most: number) => z.string().trim().min(1, 'must not be empty').max(most);

/** What a terminal or a page shows on one line: without control characters. */
const oneLine = (most: number) => text(most).regex(/^\P{C}*$/u, 'has control characters');

/** What a kit says of its campaign. */
export const KitConfig = z.strictObject({
  /** Of the partner's turns, the share it takes. */
  action_fraction: z.number().min(0).max(1),
  product_docs: text(100_000),
  campaign_objective: text(20_000),
  /** Null: none. */
  booking_link: oneLine(2_000)
    .pipe(z.url({ protocol: /^https?$/, error: 'is no http or https address' }))
    .nullable(),
  followup_template: text(20_000).superRefine((template, context) => {
    const faults = checkTemplate(template);
    if (faults.length > 0) context.addIssue({ code: 'custom', message: describeFaults(faults) });
  }),
  campaign_name: oneLine(100).optional(),
});
export type KitConfig = z.infer<typeof KitConfig>;

/** Throws `Misconfigured` that names every key that is wrong. */
export function parseKitConfig(json: string): KitConfig {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw kitFault(`${CONFIG_FILE} is no JSON.`, 'Correct the file.', cause);
  }
  const parsed = KitConfig.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(describe).join('; ');
  throw kitFault(`${CONFIG_FILE}: ${faults}`, 'docs/partners.md lists the keys.');
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: no such key`;
  const key = issue.path.join('.') || 'the file';
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${key}: ${isMissing ? 'is missing' : issue.message}`;
}

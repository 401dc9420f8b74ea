import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { SETTINGS } from '@fairlead/shared/runtime/settings';
import { FIELDS, type Field, flagOf, type StepName } from './fields.ts';
import type { Session } from './session.ts';

/** Throws one `Misconfigured` for all that these steps need and nobody gave, each with its flag and its variable. */
export async function assertAllGiven(session: Session, steps: readonly StepName[]): Promise<void> {
  const { accounts } = await session.setup();
  const { FAIRLEAD_ACCOUNT_EMAIL: email } = session.flags;
  const isKnown = accounts.some((account) => email === undefined || account.email === email);
  // A known account keeps what is not given.
  const asked = steps.filter((step) => step !== 'account' || !isKnown);
  const missing = FIELDS.filter((field) => asked.includes(field.step) && isMissing(session, field));
  if (missing.length === 0) return;
  throw new Misconfigured(
    `These answers are missing:\n${missing.map(lineOf).join('\n')}`,
    'Give them by flags or variables, or run ./fairlead init in a terminal to be asked.',
  );
}

function isMissing(session: Session, { setting, required }: Field): boolean {
  if (!required) return false;
  const settings = session.settings();
  if (setting === 'FAIRLEAD_RISK_ACCEPTED')
    return settings.FAIRLEAD_TARGET === 'linkedin' && !settings.FAIRLEAD_RISK_ACCEPTED;
  return settings[setting] === undefined;
}

function lineOf(field: Field): string {
  const { secret } = SETTINGS[field.setting];
  const variables = secret ? `${field.setting} or ${field.setting}_FILE` : field.setting;
  const value = field.kind === 'accept' ? `${variables}=yes` : variables;
  const notice = field.kind === 'accept' ? ' (the notice stands in README.md, Going live)' : '';
  return `  - ${field.message}${notice}: ${flagOf(field)}, or ${value}`;
}

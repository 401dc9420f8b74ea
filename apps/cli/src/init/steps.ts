import type { Setup } from '@fairlead/db/views/setup';
import type { Settings } from '@fairlead/shared/runtime/env';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import type { StepName } from './fields.ts';

/** All that is set up, in the settings and in the database. */
export interface Known {
  settings: Settings<SettingName>;
  /** Whether anybody has chosen the target: it has a default. */
  isTargetChosen: boolean;
  setup: Setup;
}

export interface Step {
  name: StepName;
  title: string;
  /** What is set up, in a line without secrets; null while something is missing. */
  done(known: Known): string | null;
}

export const EMPTY_SETUP: Setup = { accounts: [], campaigns: [], logins: [], holdsPeople: false };

/** The steps of `init`, in order. */
export const STEPS: readonly Step[] = [
  {
    name: 'target',
    title: 'Target',
    done: ({ settings, isTargetChosen }) => (isTargetChosen ? targetOf(settings) : null),
  },
  { name: 'llm', title: 'Language model', done: ({ settings }) => languageModelOf(settings) },
  {
    name: 'campaign',
    title: 'Campaign',
    done: ({ setup }) => listed(setup.campaigns.map(({ name }) => name)),
  },
  {
    name: 'account',
    title: 'Account',
    done: ({ setup }) => listed(setup.accounts.filter(({ active }) => active).map(({ email }) => email)),
  },
  { name: 'login', title: 'Dashboard login', done: ({ setup }) => listed(setup.logins) },
];

const listed = (names: readonly string[]): string | null => (names.length > 0 ? names.join(', ') : null);

function targetOf({
  FAIRLEAD_TARGET: target,
  FAIRLEAD_RISK_ACCEPTED: accepted,
}: Settings<SettingName>): string | null {
  if (target === 'sandbox') return 'sandbox: nothing reaches the real site';
  return accepted ? 'the real site; the risk is accepted' : null;
}

function languageModelOf(settings: Settings<SettingName>): string | null {
  const { FAIRLEAD_LLM_API_KEY: key, FAIRLEAD_LLM_MODEL: model, FAIRLEAD_LLM_BASE_URL: url } = settings;
  if (key !== undefined) return url === undefined ? model : `${model} at ${new URL(url).host}`;
  return settings.FAIRLEAD_TARGET === 'sandbox' ? 'simulated by the sandbox' : null;
}

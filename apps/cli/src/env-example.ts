import { SETTINGS, type Setting, type SettingName } from '@fairlead/shared/runtime/settings';

const HEADER = `# The settings of Fairlead, every one of them optional for ./fairlead demo.
#
# Copy this file to .env beside it, and remove the # before what you set:
#
#   ./fairlead up needs FAIRLEAD_ACCOUNT_EMAIL, FAIRLEAD_ACCOUNT_PASSWORD, FAIRLEAD_CAMPAIGN_NAME,
#   FAIRLEAD_CAMPAIGN_PRODUCT_DOCS and FAIRLEAD_CAMPAIGN_OBJECTIVE. It talks to the built-in sandbox,
#   which takes any e-mail with the password "sandbox".
#   For the real site, set FAIRLEAD_TARGET, FAIRLEAD_RISK_ACCEPTED and FAIRLEAD_LLM_API_KEY too.
#
# Variables of the environment win over those in .env. An empty value counts as none. Texts of
# several lines stand in quotes. For every NAME, NAME_FILE names a file that holds the value instead: so
# secrets need not stand here. Relative paths start from this folder. ./fairlead doctor checks it all.
`;

/** Which settings stand below which heading: by the beginnings of their names. */
const SECTIONS: readonly (readonly [heading: string, prefixes: readonly string[]])[] = [
  [
    'Databases, browser, files',
    ['DATABASE_', 'REDIS_', 'CHROMIUM_', 'FAIRLEAD_STATE_', 'FAIRLEAD_LOG_', 'FAIRLEAD_SECRET_'],
  ],
  ['The site', ['FAIRLEAD_TARGET', 'FAIRLEAD_RISK_', 'FAIRLEAD_LINKEDIN_', 'FAIRLEAD_HEADLESS']],
  ['Language model and embeddings', ['FAIRLEAD_LLM_', 'FAIRLEAD_EMBED']],
  ['The account', ['FAIRLEAD_ACCOUNT_', 'FAIRLEAD_SUBSCRIBE_', 'FAIRLEAD_NEWSLETTER_']],
  ['Limits of the account', ['FAIRLEAD_CONNECT_', 'FAIRLEAD_FOLLOW_UP_']],
  ['The campaign', ['FAIRLEAD_CAMPAIGN_']],
  ['Partner kits', ['FAIRLEAD_KIT_']],
  [
    'Pace',
    [
      'FAIRLEAD_STEP_',
      'FAIRLEAD_KEY_',
      'FAIRLEAD_SCROLL_',
      'FAIRLEAD_MIN_',
      'FAIRLEAD_ENRICH_',
      'FAIRLEAD_MAX_',
      'FAIRLEAD_TICK_',
    ],
  ],
  ['Care of the account', ['FAIRLEAD_ACTION_', 'FAIRLEAD_BREAKER_', 'FAIRLEAD_DRIFT_']],
  ['Dashboard', ['FAIRLEAD_DASHBOARD_', 'FAIRLEAD_REMOTE_VIEW_']],
  ['Health and metrics', ['FAIRLEAD_HEALTH_']],
  ['Traces', ['OTEL_']],
  ['Ways out', ['FAIRLEAD_EGRESS_', 'FAIRLEAD_BROWSER_PROXY_']],
  ['Sandbox', ['FAIRLEAD_SANDBOX_', 'FAIRLEAD_CLOCK_']],
];

export interface SettingsSection {
  heading: string;
  names: readonly SettingName[];
}

/** Every setting below its heading. Throws when one belongs nowhere. */
export function settingsSections(): SettingsSection[] {
  const left = new Set(Object.keys(SETTINGS) as SettingName[]);
  const sections = SECTIONS.map(([heading, prefixes]) => {
    const names = [...left].filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    for (const name of names) left.delete(name);
    return { heading, names };
  });
  if (left.size > 0) throw new Error(`These settings belong to no section: ${[...left].join(', ')}`);
  return sections;
}

/** The text of `.env.example`: every setting, commented out. */
export function renderEnvExample(): string {
  const sections = settingsSections().map(({ heading, names }) =>
    [`# --- ${heading} ---\n`, ...names.map(renderSetting)].join('\n'),
  );
  return [HEADER, ...sections].join('\n');
}

/** What holds when nobody says otherwise, as an operator would write it; null: nothing. */
export function defaultOf({ schema }: Setting): string | null {
  const fallback = schema.parse(undefined);
  return fallback === undefined ? null : renderValue(fallback);
}

function renderSetting(name: SettingName): string {
  const setting: Setting = SETTINGS[name];
  const { describe, example } = setting;
  const fallback = defaultOf(setting);
  const note = fallback === null ? '' : ` Default: ${fallback}.`;
  return `# ${describe}${note}\n# ${name}=${quote(example)}\n`;
}

function renderValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object' && value !== null && 'low' in value && 'high' in value) {
    return `${value.low}-${value.high}`;
  }
  return String(value);
}

/** Docker, shells and Node agree on plain words alone. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `"${text}"`;
}

import { z } from 'zod';
import { Secret } from './secret.ts';

/** Who reads settings, besides the commands (`up`, `demo`, `migrate`): they read them all, and pass them on. */
export type Reader = (typeof EVERY_PROCESS)[number] | 'sandbox' | 'egress';

/** One environment variable: what it may be, what it means, who reads it. The default, if any, is in the schema. */
export interface Setting<S extends z.ZodType = z.ZodType, R extends readonly Reader[] = readonly Reader[]> {
  schema: S;
  /** One sentence for the operator. */
  describe: string;
  /** A value that would be accepted, for messages and `.env.example`. */
  example: string;
  /** The processes whose environment it belongs in; none: the commands alone. */
  readBy: R;
  /** It belongs in a file or a vault, and never in a log. */
  secret: boolean;
}

function setting<S extends z.ZodType, const R extends readonly Reader[]>(
  schema: S,
  describe: string,
  example: string,
  readBy: R,
): Setting<S, R> {
  return { schema, describe, example, readBy, secret: false };
}

function secretSetting<S extends z.ZodType, const R extends readonly Reader[]>(
  ...row: Parameters<typeof setting<S, R>>
): Setting<S, R> {
  return { ...setting(...row), secret: true };
}

const EVERY_PROCESS = ['scheduler', 'browser-worker', 'ml-worker', 'dashboard'] as const;
const COMMANDS = [] as const;

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));
const port = z.coerce.number().int().min(0).max(65_535);
const flag = z
  .enum(['yes', 'no', 'true', 'false', '1', '0'])
  .transform((text) => ['yes', 'true', '1'].includes(text));
const url = (protocol: RegExp) => z.url({ protocol, error: 'is not a URL of the expected kind' });
const count = z.coerce.number().int().min(0);
const text = z.string().min(1);
const seconds = z.coerce.number().positive();
const RANGE = /^\s*(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)\s*$/;
/** `5-8`: the shortest and the longest of something that varies. */
const range = z
  .string()
  .refine((given) => rangeIn(given) !== null, { error: 'is not a range such as 5-8' })
  .transform((given): Range => rangeIn(given) ?? { low: 0, high: 0 });
const hoursList = z
  .string()
  .regex(/^\s*\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*\s*$/, { error: 'is not a list of hours such as 2,4,8' })
  .transform((given): readonly number[] => given.split(',').map(Number));
const timeZone = z.string().refine(isTimeZone, { error: 'is not an IANA time zone' });
const workingHours = z.string().regex(/^\s*(always|[a-z,\s-]+\d\d?:\d\d\s*-\s*\d\d?:\d\d)\s*$/i, {
  error: 'is neither always nor weekdays and hours such as mon-fri 09:00-19:00',
});
const PRICE_ENTRY = /^\s*([^=,\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*$/;
const prices = z
  .string()
  .refine((list) => list.split(',').every((entry) => PRICE_ENTRY.test(entry)), {
    error: 'is not a list of model=prompt/completion',
  })
  .transform((list): readonly LlmPrice[] => list.split(',').map(readPrice));

/** The lowest and the highest, in the unit of the setting. */
export interface Range {
  low: number;
  high: number;
}

function rangeIn(given: string): Range | null {
  const [, low, high] = RANGE.exec(given) ?? [];
  return low !== undefined && high !== undefined && Number(low) <= Number(high)
    ? { low: Number(low), high: Number(high) }
    : null;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What a million tokens of a language model cost, in the currency of the operator's bill. */
export interface LlmPrice {
  /** The model's name, or how the names of its versions begin. */
  model: string;
  prompt: number;
  completion: number;
}

function readPrice(entry: string): LlmPrice {
  const [, model = '', prompt, completion] = PRICE_ENTRY.exec(entry) ?? [];
  return { model, prompt: Number(prompt), completion: Number(completion) };
}

/**
 * Every environment variable Fairlead reads, in the order of `.env.example`. A variable with our
 * prefix that is not listed here is an error: a misspelt setting must not be ignored silently.
 */
export const SETTINGS = {
  DATABASE_URL: secretSetting(
    url(/^postgres(ql)?$/).optional(),
    'A Postgres with pgvector. Empty: the embedded one, with its data in the state folder.',
    'postgres://fairlead:password@localhost:5432/fairlead',
    EVERY_PROCESS,
  ),
  REDIS_URL: secretSetting(
    url(/^rediss?$/).optional(),
    'A Redis or Valkey 6.2 or newer with maxmemory-policy noeviction. Empty: our own on a free port.',
    'redis://localhost:6379',
    EVERY_PROCESS,
  ),
  CHROMIUM_PATH: setting(
    text.optional(),
    'The browser to drive. Empty: an installed Chrome or Chromium.',
    '/usr/bin/chromium',
    ['browser-worker'],
  ),
  FAIRLEAD_STATE_DIR: setting(
    text.default('.fairlead'),
    'Where local data, logs and the secret key live.',
    '.fairlead',
    ['ml-worker'],
  ),
  FAIRLEAD_LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    'How much the processes log.',
    'info',
    EVERY_PROCESS,
  ),
  FAIRLEAD_SECRET_KEY: secretSetting(
    secret.optional(),
    '32 bytes in base64 that encrypt stored secrets. Empty: made once, kept in the state folder with mode 600.',
    'output of: openssl rand -base64 32',
    ['browser-worker', 'dashboard'],
  ),
  FAIRLEAD_TARGET: setting(
    z.enum(['sandbox', 'linkedin']).default('sandbox'),
    'Whom the browser talks to: the built-in simulation, or the real site.',
    'sandbox',
    [...EVERY_PROCESS, 'egress'],
  ),
  FAIRLEAD_RISK_ACCEPTED: setting(
    flag.default(false),
    'Must be yes before the real site is used: automation breaks its user agreement and accounts get restricted.',
    'yes',
    ['browser-worker'],
  ),
  FAIRLEAD_LINKEDIN_URL: setting(
    url(/^https?$/).optional(),
    'Base URL of the site. Set by the commands; rarely by hand.',
    'https://www.linkedin.com',
    ['browser-worker', 'dashboard', 'egress'],
  ),
  FAIRLEAD_HEADLESS: setting(flag.default(true), 'Whether the browser runs without a window.', 'yes', [
    'browser-worker',
  ]),
  FAIRLEAD_EGRESS_ALLOW: setting(
    text.optional(),
    'Further hosts that docker-compose.egress.yml lets through, between spaces: names, .suffixes or URLs.',
    'hooks.example .huggingface.co http://10.0.0.7:11434',
    ['egress'],
  ),
  FAIRLEAD_BROWSER_PROXY_URL: setting(
    url(/^https?$/).optional(),
    'Forward proxy that the browser takes, as in docker-compose.egress.yml. Empty: none.',
    'http://egress:3128',
    ['browser-worker'],
  ),
  FAIRLEAD_LLM_API_KEY: secretSetting(
    secret.optional(),
    'Key of an OpenAI-compatible language model.',
    'sk-…',
    ['ml-worker'],
  ),
  FAIRLEAD_LLM_MODEL: setting(text.default('gpt-5-mini'), 'Name of the language model.', 'gpt-5-mini', [
    'ml-worker',
  ]),
  FAIRLEAD_LLM_BASE_URL: setting(
    url(/^https?$/).optional(),
    'Base URL of the model server. Empty: OpenAI.',
    'http://localhost:11434/v1',
    ['ml-worker', 'egress'],
  ),
  FAIRLEAD_LLM_PRICES: setting(
    prices.optional(),
    'What a million tokens cost, per model: model=prompt/completion, separated by commas. Empty: the cost is not counted.',
    'gpt-5-mini=0.25/2',
    ['scheduler', 'dashboard'],
  ),
  FAIRLEAD_EMBEDDER: setting(
    z.enum(['bge-small-en-v1.5', 'hashing']).default('bge-small-en-v1.5'),
    'How profiles become vectors: the language model, or word hashing for machines that cannot have it.',
    'bge-small-en-v1.5',
    ['scheduler', 'ml-worker', 'egress'],
  ),
  FAIRLEAD_EMBEDDING_MODEL_DIR: setting(
    text.optional(),
    'Folder with the embedding model. Empty: downloaded once into the state folder.',
    './models',
    ['ml-worker', 'egress'],
  ),
  FAIRLEAD_KIT_HUB_URL: setting(
    url(/^https?$/).default('https://huggingface.co'),
    'Where the repositories of partner kits (hf:owner/name) are downloaded from: the hub, or a mirror of it.',
    'https://huggingface.co',
    COMMANDS,
  ),
  FAIRLEAD_ACCOUNT_EMAIL: setting(
    z.email().optional(),
    'E-mail of the LinkedIn account to create at start, unless there is one of that e-mail. Rather: ./fairlead init.',
    'you@company.example',
    COMMANDS,
  ),
  FAIRLEAD_ACCOUNT_PASSWORD: secretSetting(
    secret.optional(),
    'Password of the LinkedIn account; stored encrypted. Of a known account it is the one setting that counts: another one replaces the stored one.',
    'your password',
    COMMANDS,
  ),
  FAIRLEAD_ACCOUNT_COUNTRY: setting(
    z
      .string()
      .regex(/^[a-z]{2}$/i)
      .optional(),
    'Two-letter country code of a new account.',
    'pt',
    COMMANDS,
  ),
  FAIRLEAD_ACCOUNT_TIME_ZONE: setting(
    timeZone.default('UTC'),
    'IANA time zone of a new account; afterwards on the dashboard.',
    'Europe/Lisbon',
    COMMANDS,
  ),
  FAIRLEAD_ACCOUNT_WORKING_HOURS: setting(
    workingHours.optional(),
    'When a new account works, by its own clock; afterwards on the dashboard. Empty: mon-fri 09:00-19:00, in the sandbox always.',
    'mon-fri 09:00-19:00',
    COMMANDS,
  ),
  FAIRLEAD_SUBSCRIBE_NEWSLETTER: setting(
    flag.optional(),
    'Whether the account asked for the newsletter. Empty: what was chosen before; of a new account, no.',
    'no',
    COMMANDS,
  ),
  FAIRLEAD_NEWSLETTER_ENDPOINT: setting(
    url(/^https?$/).optional(),
    'Where subscriptions are posted to: the e-mail of the account, nothing else. Empty: nothing is ever sent.',
    'https://news.example/subscriptions',
    ['ml-worker', 'egress'],
  ),
  FAIRLEAD_NEWSLETTER_DEFAULT_YES: setting(
    flag.default(false),
    'Whether an account in a country without opt-in law subscribes where you gave no answer, once.',
    'no',
    ['ml-worker'],
  ),
  FAIRLEAD_CONNECT_DAILY: setting(
    count.default(20),
    'Invitations of a new account in any 24 hours; afterwards on the dashboard or in ./fairlead init.',
    '20',
    COMMANDS,
  ),
  FAIRLEAD_CONNECT_WEEKLY: setting(
    count.default(100),
    'Invitations of a new account in any 7 days; afterwards likewise.',
    '100',
    COMMANDS,
  ),
  FAIRLEAD_FOLLOW_UP_DAILY: setting(
    count.default(30),
    'Follow-up messages of a new account in any 24 hours; afterwards likewise.',
    '30',
    COMMANDS,
  ),
  FAIRLEAD_CAMPAIGN_NAME: setting(
    text.optional(),
    'Name of the campaign to create at start. One of that name stays as it is: change it on the dashboard.',
    'Wind parks',
    COMMANDS,
  ),
  FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: setting(
    text.optional(),
    'What you offer, in your own words; several lines in quotes.',
    'We …',
    COMMANDS,
  ),
  FAIRLEAD_CAMPAIGN_OBJECTIVE: setting(
    text.optional(),
    'Whom the campaign should talk to, in a sentence.',
    'Operations managers at …',
    COMMANDS,
  ),
  FAIRLEAD_CAMPAIGN_BOOKING_LINK: setting(
    url(/^https?$/).optional(),
    'Appended to every follow-up.',
    'https://cal.example/you',
    COMMANDS,
  ),
  FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE: setting(
    text.optional(),
    'How the follow-up should be written (LiquidJS). Empty: a plain default.',
    'Thank {{ profile.firstName }} for connecting…',
    COMMANDS,
  ),
  FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS: setting(
    z.coerce.number().min(1).default(120),
    'Pause between actions of one lane, varied by 20 %.',
    '120',
    ['scheduler'],
  ),
  FAIRLEAD_STEP_PAUSE_SECONDS: setting(
    range.default({ low: 5, high: 8 }),
    'Pause before a click or a page: from the shortest to the longest, most of them shorter than the middle.',
    '5-8',
    ['browser-worker'],
  ),
  FAIRLEAD_KEY_PAUSE_MILLISECONDS: setting(
    range.default({ low: 50, high: 200 }),
    'Pause after each typed key.',
    '50-200',
    ['browser-worker'],
  ),
  FAIRLEAD_SCROLL_PAUSE_SECONDS: setting(
    range.default({ low: 0.4, high: 2.5 }),
    'Pause after each turn of the wheel on a profile or a list of people.',
    '0.4-2.5',
    ['browser-worker'],
  ),
  FAIRLEAD_ACTION_DEADLINE_SECONDS: setting(
    seconds.default(180),
    'After so long a page that does not answer is closed and its job put back; typing is given time besides.',
    '180',
    ['browser-worker'],
  ),
  FAIRLEAD_BREAKER_HOURS: setting(
    hoursList.default([2, 4, 8]),
    'How long an account rests when LinkedIn asks to slow down (429, 999): the first, the second and every later time.',
    '2,4,8',
    ['browser-worker'],
  ),
  FAIRLEAD_DRIFT_PAGES: setting(
    z.coerce.number().int().min(1).default(3),
    'Writes pause when so many different pages of a kind do not look as they should.',
    '3',
    ['browser-worker'],
  ),
  FAIRLEAD_DRIFT_WINDOW_HOURS: setting(
    z.coerce.number().positive().default(24),
    'Within how many hours those pages count.',
    '24',
    ['browser-worker'],
  ),
  FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS: setting(
    z.coerce.number().min(1).default(10),
    'Shortest pause between two profile reads or two judgements.',
    '10',
    ['scheduler', 'browser-worker'],
  ),
  FAIRLEAD_MIN_QUALIFIABLE_LEADS: setting(
    count.default(50),
    'People are searched for while fewer than this await judgement.',
    '50',
    ['scheduler'],
  ),
  FAIRLEAD_MAX_LEADS: setting(
    count.optional(),
    'Stop discovering people at this many leads. Empty: no end.',
    '500',
    ['scheduler', 'browser-worker'],
  ),
  FAIRLEAD_TICK_SECONDS: setting(
    z.coerce.number().positive().default(15),
    'How often the scheduler plans.',
    '15',
    ['scheduler'],
  ),
  FAIRLEAD_DASHBOARD_HOST: setting(
    text.default('127.0.0.1'),
    'Address the dashboard listens on.',
    '127.0.0.1',
    ['dashboard'],
  ),
  FAIRLEAD_DASHBOARD_PORT: setting(port.default(3200), 'Port of the dashboard.', '3200', ['dashboard']),
  FAIRLEAD_REMOTE_VIEW_URL: setting(
    url(/^https?$/).optional(),
    'Where the browser at work can be seen and used, for a link when it asks for a human. Empty: no link.',
    'http://127.0.0.1:6080/vnc.html',
    ['dashboard'],
  ),
  FAIRLEAD_DASHBOARD_USER: setting(
    text.default('owner'),
    'Login name of the first dashboard user.',
    'owner',
    COMMANDS,
  ),
  FAIRLEAD_DASHBOARD_PASSWORD: secretSetting(
    secret.optional(),
    'Password of the first dashboard user. Empty: made up and shown once.',
    'a long password',
    COMMANDS,
  ),
  FAIRLEAD_HEALTH_PORT: setting(
    port.optional(),
    'Port on which one process answers /healthz, /readyz and /metrics; 0 takes a free one. Empty: none.',
    '9464',
    EVERY_PROCESS,
  ),
  FAIRLEAD_HEALTH_HOST: setting(
    text.default('127.0.0.1'),
    'Address of the health server. In a container: 0.0.0.0.',
    '127.0.0.1',
    EVERY_PROCESS,
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    url(/^https?$/).optional(),
    'Base URL of an OTLP/HTTP receiver of traces. Empty: nothing is traced.',
    'http://localhost:4318',
    EVERY_PROCESS,
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secretSetting(
    secret.optional(),
    'What the receiver wants to be told with every request, such as a token: name=value pairs, separated by commas.',
    'authorization=Bearer%20token',
    EVERY_PROCESS,
  ),
  FAIRLEAD_SANDBOX_PORT: setting(
    port.default(0),
    'Port of the sandbox; 0 takes a free one.',
    '3300',
    COMMANDS,
  ),
  FAIRLEAD_SANDBOX_SEED: setting(count.default(1), 'Seed of the simulated people.', '1', ['sandbox']),
  FAIRLEAD_CLOCK_SPEED: setting(
    z.coerce.number().positive().default(1),
    'Sandbox only: how many times faster than real time the clock runs.',
    '3600',
    [...EVERY_PROCESS, 'sandbox'],
  ),
  FAIRLEAD_CLOCK_ORIGIN: setting(
    z.iso
      .datetime()
      .transform((iso) => new Date(iso))
      .optional(),
    'Sandbox only: the instant from which the clock runs faster.',
    '2026-01-05T08:00:00Z',
    EVERY_PROCESS,
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<N extends SettingName> = z.output<(typeof SETTINGS)[N]['schema']>;

/** The settings that a process reads. */
export type SettingOf<R extends Reader> = {
  [N in SettingName]: R extends (typeof SETTINGS)[N]['readBy'][number] ? N : never;
}[SettingName];

export function settingsOf<R extends Reader>(reader: R): readonly SettingOf<R>[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  const isRead = (name: SettingName): name is SettingOf<R> =>
    (SETTINGS[name].readBy as readonly Reader[]).includes(reader);
  return names.filter(isRead);
}

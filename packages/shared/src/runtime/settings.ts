import { z } from 'zod';
import { Secret } from './secret.ts';

/** One environment variable: what it may be, what it means. The default, if any, is in the schema. */
export interface Setting<S extends z.ZodType = z.ZodType> {
  schema: S;
  /** One sentence for the operator. */
  describe: string;
  /** A value that would be accepted, for messages and `.env.example`. */
  example: string;
}

function setting<S extends z.ZodType>(schema: S, describe: string, example: string): Setting<S> {
  return { schema, describe, example };
}

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
const PRICE_ENTRY = /^\s*([^=,\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)\s*$/;
const prices = z
  .string()
  .refine((list) => list.split(',').every((entry) => PRICE_ENTRY.test(entry)), {
    error: 'is not a list of model=prompt/completion',
  })
  .transform((list): readonly LlmPrice[] => list.split(',').map(readPrice));

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
  DATABASE_URL: setting(
    url(/^postgres(ql)?$/).optional(),
    'A Postgres with pgvector. Empty: the embedded one, with its data in the state folder.',
    'postgres://fairlead:password@localhost:5432/fairlead',
  ),
  REDIS_URL: setting(
    url(/^rediss?$/).optional(),
    'A Redis or Valkey 6.2 or newer with maxmemory-policy noeviction. Empty: our own on a free port.',
    'redis://localhost:6379',
  ),
  CHROMIUM_PATH: setting(
    text.optional(),
    'The browser to drive. Empty: an installed Chrome or Chromium.',
    '/usr/bin/chromium',
  ),
  FAIRLEAD_STATE_DIR: setting(
    text.default('.fairlead'),
    'Where local data, logs and the secret key live.',
    '.fairlead',
  ),
  FAIRLEAD_LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
    'How much the processes log.',
    'info',
  ),
  FAIRLEAD_SECRET_KEY: setting(
    secret.optional(),
    '32 bytes in base64 that encrypt stored secrets. Empty: made once, kept in the state folder with mode 600.',
    'output of: openssl rand -base64 32',
  ),
  FAIRLEAD_TARGET: setting(
    z.enum(['sandbox', 'linkedin']).default('sandbox'),
    'Whom the browser talks to: the built-in simulation, or the real site.',
    'sandbox',
  ),
  FAIRLEAD_RISK_ACCEPTED: setting(
    flag.default(false),
    'Must be yes before the real site is used: automation breaks its user agreement and accounts get restricted.',
    'yes',
  ),
  FAIRLEAD_LINKEDIN_URL: setting(
    url(/^https?$/).optional(),
    'Base URL of the site. Set by the commands; rarely by hand.',
    'https://www.linkedin.com',
  ),
  FAIRLEAD_HEADLESS: setting(flag.default(true), 'Whether the browser runs without a window.', 'yes'),
  FAIRLEAD_LLM_API_KEY: setting(secret.optional(), 'Key of an OpenAI-compatible language model.', 'sk-…'),
  FAIRLEAD_LLM_MODEL: setting(text.default('gpt-5-mini'), 'Name of the language model.', 'gpt-5-mini'),
  FAIRLEAD_LLM_BASE_URL: setting(
    url(/^https?$/).optional(),
    'Base URL of the model server. Empty: OpenAI.',
    'http://localhost:11434/v1',
  ),
  FAIRLEAD_LLM_PRICES: setting(
    prices.optional(),
    'What a million tokens cost, per model: model=prompt/completion, separated by commas. Empty: the cost is not counted.',
    'gpt-5-mini=0.25/2',
  ),
  FAIRLEAD_EMBEDDER: setting(
    z.enum(['bge-small-en-v1.5', 'hashing']).default('bge-small-en-v1.5'),
    'How profiles become vectors: the language model, or word hashing for machines that cannot have it.',
    'bge-small-en-v1.5',
  ),
  FAIRLEAD_EMBEDDING_MODEL_DIR: setting(
    text.optional(),
    'Folder with the embedding model. Empty: downloaded once into the state folder.',
    './models',
  ),
  FAIRLEAD_ACCOUNT_EMAIL: setting(
    z.email().optional(),
    'E-mail of the LinkedIn account.',
    'you@company.example',
  ),
  FAIRLEAD_ACCOUNT_PASSWORD: setting(
    secret.optional(),
    'Password of the LinkedIn account; stored encrypted.',
    'your password',
  ),
  FAIRLEAD_ACCOUNT_COUNTRY: setting(
    z
      .string()
      .regex(/^[a-z]{2}$/i)
      .optional(),
    'Two-letter country code of the account.',
    'pt',
  ),
  FAIRLEAD_ACCOUNT_TIME_ZONE: setting(text.default('UTC'), 'IANA time zone of the account.', 'Europe/Lisbon'),
  FAIRLEAD_SUBSCRIBE_NEWSLETTER: setting(
    flag.default(false),
    'Whether the account asked for the newsletter.',
    'no',
  ),
  FAIRLEAD_CONNECT_DAILY: setting(count.default(20), 'Invitations per account in any 24 hours.', '20'),
  FAIRLEAD_CONNECT_WEEKLY: setting(count.default(100), 'Invitations per account in any 7 days.', '100'),
  FAIRLEAD_FOLLOW_UP_DAILY: setting(
    count.default(30),
    'Follow-up messages per account in any 24 hours.',
    '30',
  ),
  FAIRLEAD_CAMPAIGN_NAME: setting(text.optional(), 'Name of the campaign to create at start.', 'Wind parks'),
  FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: setting(
    text.optional(),
    'What you offer, in your own words; several lines in quotes.',
    'We …',
  ),
  FAIRLEAD_CAMPAIGN_OBJECTIVE: setting(
    text.optional(),
    'Whom the campaign should talk to, in a sentence.',
    'Operations managers at …',
  ),
  FAIRLEAD_CAMPAIGN_BOOKING_LINK: setting(
    url(/^https?$/).optional(),
    'Appended to every follow-up.',
    'https://cal.example/you',
  ),
  FAIRLEAD_CAMPAIGN_FOLLOW_UP_TEMPLATE: setting(
    text.optional(),
    'How the follow-up should be written (LiquidJS). Empty: a plain default.',
    'Thank {{ profile.firstName }} for connecting…',
  ),
  FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS: setting(
    z.coerce.number().min(1).default(120),
    'Pause between actions of one lane, varied by 20 %.',
    '120',
  ),
  FAIRLEAD_ENRICH_MIN_INTERVAL_SECONDS: setting(
    z.coerce.number().min(1).default(10),
    'Shortest pause between two profile reads or two judgements.',
    '10',
  ),
  FAIRLEAD_MIN_QUALIFIABLE_LEADS: setting(
    count.default(50),
    'People are searched for while fewer than this await judgement.',
    '50',
  ),
  FAIRLEAD_MAX_LEADS: setting(
    count.optional(),
    'Stop discovering people at this many leads. Empty: no end.',
    '500',
  ),
  FAIRLEAD_TICK_SECONDS: setting(
    z.coerce.number().positive().default(15),
    'How often the scheduler plans.',
    '15',
  ),
  FAIRLEAD_DASHBOARD_HOST: setting(
    text.default('127.0.0.1'),
    'Address the dashboard listens on.',
    '127.0.0.1',
  ),
  FAIRLEAD_DASHBOARD_PORT: setting(port.default(3200), 'Port of the dashboard.', '3200'),
  FAIRLEAD_DASHBOARD_USER: setting(text.default('owner'), 'Login name of the first dashboard user.', 'owner'),
  FAIRLEAD_DASHBOARD_PASSWORD: setting(
    secret.optional(),
    'Password of the first dashboard user. Empty: made up and shown once.',
    'a long password',
  ),
  FAIRLEAD_HEALTH_PORT: setting(
    port.optional(),
    'Port on which one process answers /healthz, /readyz and /metrics; 0 takes a free one. Empty: none.',
    '9464',
  ),
  FAIRLEAD_HEALTH_HOST: setting(
    text.default('127.0.0.1'),
    'Address of the health server. In a container: 0.0.0.0.',
    '127.0.0.1',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    url(/^https?$/).optional(),
    'Base URL of an OTLP/HTTP receiver of traces. Empty: nothing is traced.',
    'http://localhost:4318',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: setting(
    secret.optional(),
    'What the receiver wants to be told with every request, such as a token: name=value pairs, separated by commas.',
    'authorization=Bearer%20token',
  ),
  FAIRLEAD_SANDBOX_PORT: setting(port.default(0), 'Port of the sandbox; 0 takes a free one.', '3300'),
  FAIRLEAD_SANDBOX_SEED: setting(count.default(1), 'Seed of the simulated people.', '1'),
  FAIRLEAD_CLOCK_SPEED: setting(
    z.coerce.number().positive().default(1),
    'Sandbox only: how many times faster than real time the clock runs.',
    '3600',
  ),
  FAIRLEAD_CLOCK_ORIGIN: setting(
    z.iso
      .datetime()
      .transform((iso) => new Date(iso))
      .optional(),
    'Sandbox only: the instant from which the clock runs faster.',
    '2026-01-05T08:00:00Z',
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<N extends SettingName> = z.output<(typeof SETTINGS)[N]['schema']>;

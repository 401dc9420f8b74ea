import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { expectNothingRuns } from './processes.ts';
import { type CliSettings, QUICK, SANDBOX_OPERATOR, startCli, stateDirOf } from './run-cli.ts';

// Nothing listens there.
const UNREACHABLE = '127.0.0.1:1';
const LINKEDIN_OPERATOR = {
  ...SANDBOX_OPERATOR,
  FAIRLEAD_TARGET: 'linkedin',
  FAIRLEAD_RISK_ACCEPTED: 'yes',
  FAIRLEAD_LLM_API_KEY: 'sk-invented',
} as const satisfies CliSettings;

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.remove());

interface BadInput {
  what: string;
  args: string[];
  settings?: CliSettings;
  /** Default: 78, as of everything the operator must change in the settings. */
  code?: number;
  says: RegExp[];
}

const CASES: readonly BadInput[] = [
  {
    what: 'a setting that does not exist',
    args: ['status'],
    settings: { FAIRLEAD_CONECT_DAILY: '5' },
    says: [/FAIRLEAD_CONECT_DAILY is not a setting of Fairlead\. Did you mean FAIRLEAD_CONNECT_DAILY\?/],
  },
  {
    what: 'several malformed values, all listed at once',
    args: ['demo'],
    settings: {
      DATABASE_URL: 'localhost',
      FAIRLEAD_CONNECT_DAILY: 'many',
      FAIRLEAD_ACCOUNT_EMAIL: 'nobody',
      FAIRLEAD_TARGET: 'mars',
    },
    says: [
      /- DATABASE_URL: .*Example: postgres:/,
      /- FAIRLEAD_CONNECT_DAILY: .*Example: 20/,
      /- FAIRLEAD_ACCOUNT_EMAIL: .*Example: you@/,
      /- FAIRLEAD_TARGET: .*Example: sandbox/,
    ],
  },
  {
    what: 'a secret key that is none',
    args: ['up'],
    settings: { ...SANDBOX_OPERATOR, FAIRLEAD_SECRET_KEY: 'hush' },
    says: [/FAIRLEAD_SECRET_KEY holds 3 bytes, not 32/, /openssl rand -base64 32/],
  },
  {
    what: 'a browser that is not there',
    args: ['up'],
    settings: { ...SANDBOX_OPERATOR, CHROMIUM_PATH: '/nowhere/chromium' },
    says: [/CHROMIUM_PATH names no program that can be run: \/nowhere\/chromium/],
  },
  {
    what: 'a Redis that cannot be reached',
    args: ['up'],
    settings: { ...SANDBOX_OPERATOR, REDIS_URL: `redis://:hush@${UNREACHABLE}` },
    says: [/Redis cannot be reached at redis:\/\/:\*\*\*@127\.0\.0\.1:1/, /REDIS_URL/],
  },
  {
    what: 'a Postgres that cannot be reached',
    args: ['up'],
    settings: { ...SANDBOX_OPERATOR, DATABASE_URL: `postgres://fairlead:hush@${UNREACHABLE}/fairlead` },
    says: [/Postgres cannot be reached: .*ECONNREFUSED/, /DATABASE_URL/],
  },
  {
    what: 'both of them, asked for their state',
    args: ['doctor'],
    settings: { REDIS_URL: `redis://${UNREACHABLE}`, DATABASE_URL: `postgres://${UNREACHABLE}/fairlead` },
    says: [/2 of \d+ checks failed/],
  },
  {
    what: 'neither account nor campaign',
    args: ['up'],
    says: [/not set up: the database holds no account and no campaign/, /\.\/fairlead init/],
  },
  {
    what: 'an account without its password, and half a campaign',
    args: ['up'],
    settings: { ...SANDBOX_OPERATOR, FAIRLEAD_ACCOUNT_PASSWORD: '', FAIRLEAD_CAMPAIGN_OBJECTIVE: '' },
    says: [/FAIRLEAD_ACCOUNT_PASSWORD is missing/, /FAIRLEAD_CAMPAIGN_OBJECTIVE is missing/],
  },
  {
    what: 'the real site without a language model',
    args: ['up'],
    settings: { ...LINKEDIN_OPERATOR, FAIRLEAD_LLM_API_KEY: '' },
    says: [/FAIRLEAD_LLM_API_KEY is missing/],
  },
  {
    what: 'the real site without acceptance of the risk',
    args: ['up'],
    settings: { ...LINKEDIN_OPERATOR, FAIRLEAD_RISK_ACCEPTED: '' },
    says: [/FAIRLEAD_RISK_ACCEPTED must be yes/, /accounts get restricted/],
  },
  { what: 'an unknown command', args: ['launch'], code: 1, says: [/unknown command 'launch'/, /--help/] },
  { what: 'an unknown option', args: ['up', '--fast'], code: 1, says: [/unknown option '--fast'/, /--help/] },
  {
    what: 'a number that is none',
    args: ['demo', '--leads', 'lots'],
    code: 1,
    says: [/whole number, 1 or more/],
  },
];

test.each(CASES)(
  '$what: a clear message, no stack, nothing left running',
  async ({ args, settings, code, says }) => {
    const { code: actual, stderr, stdout } = await startCli(folder.path, args, settings).ended;
    for (const pattern of says) expect(stderr).toMatch(pattern);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr + stdout).not.toContain('hush');
    expect(actual).toBe(code ?? 78);
    if (actual === 78) expect(stderr.match(/Remedy: /g)).toHaveLength(1);
    await expectNothingRuns(folder.path, stateDirOf(folder.path));
  },
  180_000,
);

test('a wrong password of the account: one message with its remedy, and everything is stopped again', async () => {
  const settings = {
    ...SANDBOX_OPERATOR,
    ...QUICK,
    FAIRLEAD_ACCOUNT_PASSWORD: 'not the right one',
    FAIRLEAD_TICK_SECONDS: '1',
  };
  const { code, stderr, stdout } = await startCli(folder.path, ['up'], settings).ended;
  expect(stderr).toMatch(/The account kim\.west@tidewater\.example cannot log in\./);
  expect(stderr).toMatch(/Remedy: Correct e-mail and password in \.\/fairlead init/);
  expect(stderr.match(/Remedy: /g)).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr + stdout).not.toContain('not the right one');
  expect(code).toBe(78);
  await expectNothingRuns(folder.path, stateDirOf(folder.path));
}, 400_000);

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { findSecretsByEmail, setSelfLead } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { findUser } from '@fairlead/db/repositories/users';
import { readSetup } from '@fairlead/db/views/setup';
import { passwordContext } from '@fairlead/shared/domain/account';
import { AROUND_THE_CLOCK, OFFICE_HOURS } from '@fairlead/shared/domain/working-hours';
import { createVault, verifyPassword } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { addUrlOnlyLead, NOW } from '@fairlead/testing/builders';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FlagValues } from '../init/flags.ts';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import {
  CTRL_C,
  ENTER,
  type Script,
  type ScriptedPrompter,
  scriptedPrompter,
} from '../testing/scripted-prompter.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { init } from './init.ts';

const KEY = 'sk-hush it\'s "secret"';
const PASSWORD = 'hush-account';
const LOGIN = 'hush-dashboard';
const EMAIL = 'kim.west@tidewater.example';

const CAMPAIGN = {
  'campaign-name': 'Wind parks',
  'campaign-product-docs': 'We predict failures of turbines.\n\nTwo weeks ahead.',
  'campaign-objective': 'Operations managers',
  'campaign-booking-link': 'https://cal.example/kim',
};
const ACCOUNT: Script = {
  'account-email': EMAIL,
  'account-password': PASSWORD,
  'account-country': 'PT',
  'account-time-zone': ENTER,
  'account-working-hours': ENTER,
  newsletter: ENTER,
  'connect-daily': ENTER,
  'connect-weekly': ENTER,
  'follow-up-daily': ENTER,
};
const LOGIN_ANSWERS: Script = { 'dashboard-user': ENTER, 'dashboard-password': LOGIN };

let llm: Server;
let llmUrl: string;
let llmKeys: (string | undefined)[];
let database: TestDatabase;
let db: Database;
let folder: TempFolder;
let envFile: string;
let out: RecordingOutput;
let environment: Record<string, string>;

beforeAll(async () => {
  llm = createServer((request, response) => {
    void text(request).then(() => {
      const { authorization } = request.headers;
      llmKeys.push(authorization);
      const isRight = authorization === `Bearer ${KEY}`;
      const content = JSON.stringify({ qualified: true, reason: 'It is.' });
      response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ model: 'small', choices: [{ message: { content } }] }));
    });
  });
  await new Promise<void>((resolve) => {
    llm.listen(0, '127.0.0.1', resolve);
  });
  llmUrl = `http://127.0.0.1:${(llm.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  llm.closeAllConnections();
  llm.close();
});
beforeEach(async () => {
  database = await createTestDatabase('cli_init');
  db = await connectDatabase(database.url, { max: 1 });
  folder = await makeTempFolder();
  envFile = join(folder.path, '.env');
  out = recordingOutput();
  llmKeys = [];
  environment = { DATABASE_URL: database.url, FAIRLEAD_STATE_DIR: join(folder.path, 'state') };
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
  await folder.remove();
});

async function ask(script: Script, flags: FlagValues = {}): Promise<ScriptedPrompter> {
  const prompter = scriptedPrompter(script);
  await init({ yes: false, envFile, flags }, out, { prompter, environment, now: () => NOW });
  return prompter;
}

const headless = (flags: FlagValues): Promise<void> =>
  init({ yes: true, envFile, flags }, out, { prompter: scriptedPrompter({}), environment, now: () => NOW });

const readEnv = async () => ({ ...parseEnv(await readFile(envFile, 'utf8')) });

async function storedPassword(email = EMAIL): Promise<string | null> {
  const key = (await readFile(join(folder.path, 'state/secret.key'), 'utf8')).trim();
  const secrets = await findSecretsByEmail(db, email);
  return secrets && createVault(new Secret(key)).open(secrets.passwordSealed, passwordContext(email));
}

function expectNoSecrets(prompter?: ScriptedPrompter): void {
  const all = JSON.stringify([out.said, out.results, out.objects, prompter?.shown, prompter?.initials]);
  expect(all).not.toContain('hush');
}

test('the sandbox: everything is asked once, in order, and stored where it belongs', async () => {
  const prompter = await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  expect(prompter.asked).toEqual([
    'target',
    ...Object.keys(CAMPAIGN),
    ...Object.keys(ACCOUNT),
    ...Object.keys(LOGIN_ANSWERS),
  ]);
  expect(await readEnv()).toEqual({ FAIRLEAD_TARGET: 'sandbox' });
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
  expect(await listCampaigns(db)).toMatchObject([
    {
      name: 'Wind parks',
      productDocs: CAMPAIGN['campaign-product-docs'],
      bookingLink: 'https://cal.example/kim',
    },
  ]);
  expect((await readSetup(db)).accounts).toMatchObject([
    {
      email: EMAIL,
      handle: 'kim-west',
      country: 'pt',
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      workingHours: AROUND_THE_CLOCK,
      subscribeNewsletter: false,
      limits: { connectDaily: 20, connectWeekly: 100, followUpDaily: 30 },
    },
  ]);
  expect(await db.selectFrom('campaign_account').selectAll().execute()).toHaveLength(1);
  expect(await storedPassword()).toBe(PASSWORD);
  expect((await stat(join(folder.path, 'state/secret.key'))).mode & 0o777).toBe(0o600);
  expect(await verifyPassword(new Secret(LOGIN), (await findUser(db, 'owner'))?.passwordHash ?? '')).toBe(
    true,
  );
  expect(out.objects).toMatchObject([{ ok: true, next: './fairlead doctor, then ./fairlead up' }]);
  expect(out.results.join()).toContain('simulated by the sandbox');
  expectNoSecrets(prompter);
});

test('a second run shows what is there, and asks nothing but whether to change it', async () => {
  await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  const before = await readFile(envFile, 'utf8');
  const again = await ask({ change: ENTER });
  expect(again.asked).toEqual(['change']);
  expect(again.shown).toContain('Campaign: Wind parks');
  expect(again.shown).toContain(`Account: ${EMAIL}`);
  expect(await readFile(envFile, 'utf8')).toBe(before);
  expectNoSecrets(again);
});

describe('the real site', () => {
  const LLM = () => ({ 'llm-key': KEY, 'llm-model': 'small', 'llm-base-url': llmUrl });

  test('needs the risk accepted after the notice in full, and a language model that answers', async () => {
    await writeFile(envFile, '# mine\nREDIS_URL=redis://localhost\n');
    const prompter = await ask({
      target: 'linkedin',
      'accept-risk': true,
      ...LLM(),
      ...CAMPAIGN,
      ...ACCOUNT,
      ...LOGIN_ANSWERS,
    });
    expect(prompter.shown.join('\n')).toMatch(/breaks its user agreement.*not undetectable.*not affiliated/s);
    expect(prompter.initials['accept-risk']).toBe(false);
    expect(await readEnv()).toEqual({
      REDIS_URL: 'redis://localhost',
      FAIRLEAD_TARGET: 'linkedin',
      FAIRLEAD_RISK_ACCEPTED: 'yes',
      FAIRLEAD_LLM_API_KEY: KEY,
      FAIRLEAD_LLM_MODEL: 'small',
      FAIRLEAD_LLM_BASE_URL: llmUrl,
    });
    expect(await readFile(envFile, 'utf8')).toMatch(/^# mine\n/);
    expect(llmKeys).toEqual([`Bearer ${KEY}`]);
    expect((await readSetup(db)).accounts).toMatchObject([{ workingHours: OFFICE_HOURS }]);
    expectNoSecrets(prompter);
  });

  test('a risk that is not accepted leaves the sandbox', async () => {
    await ask({ target: 'linkedin', 'accept-risk': false, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
    expect(await readEnv()).toEqual({ FAIRLEAD_TARGET: 'sandbox' });
  });

  test('a wrong key is said with its remedy, and asked for again; the rest stands there already', async () => {
    const prompter = await ask({
      target: 'linkedin',
      'accept-risk': true,
      'llm-key': ['sk-hush-wrong', KEY],
      'llm-model': ['small', ENTER],
      'llm-base-url': [llmUrl, ENTER],
      'llm-failed': 'again',
      ...CAMPAIGN,
      ...ACCOUNT,
      ...LOGIN_ANSWERS,
    });
    expect(prompter.shown.join('\n')).toMatch(/The key was refused \(401.*Remedy: .*FAIRLEAD_LLM_API_KEY/s);
    expect(prompter.initials).toMatchObject({ 'llm-model': 'small', 'llm-base-url': llmUrl });
    expect(await readEnv()).toMatchObject({ FAIRLEAD_LLM_API_KEY: KEY });
    expectNoSecrets(prompter);
  });

  test('a model left for later is missing in the end, and the next run asks for nothing else', async () => {
    const later = { ...LLM(), 'llm-key': 'sk-hush-wrong', 'llm-failed': ['retry', 'later'] };
    await ask({
      target: 'linkedin',
      'accept-risk': true,
      ...later,
      ...CAMPAIGN,
      ...ACCOUNT,
      ...LOGIN_ANSWERS,
    });
    expect(llmKeys).toHaveLength(2);
    expect(out.objects).toMatchObject([{ ok: false, next: './fairlead init' }]);
    expect((await ask(LLM())).asked).toEqual(['llm-key', 'llm-model', 'llm-base-url']);
    expect(out.objects.at(-1)).toMatchObject({ ok: true });
  });

  test('people of the sandbox are not taken along unnoticed', async () => {
    await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
    await addUrlOnlyLead(db);
    const stays = await ask({ change: ['target', ENTER], target: 'linkedin', 'simulated-people': ENTER });
    expect(stays.shown.join('\n')).toContain('holds people of the sandbox');
    expect(await readEnv()).toEqual({ FAIRLEAD_TARGET: 'sandbox' });
    await ask({
      change: ['target', ENTER],
      target: 'linkedin',
      'simulated-people': true,
      'accept-risk': true,
      ...LLM(),
    });
    expect(await readEnv()).toMatchObject({ FAIRLEAD_TARGET: 'linkedin', FAIRLEAD_LLM_API_KEY: KEY });
  });
});

test('the sandbox with a language model of one’s own asks for its key', async () => {
  const own = { 'llm-key': KEY, 'llm-model': 'small', 'llm-base-url': llmUrl };
  await ask({ target: 'sandbox-own-model', ...own, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  expect(await readEnv()).toMatchObject({ FAIRLEAD_TARGET: 'sandbox', FAIRLEAD_LLM_API_KEY: KEY });
});

describe('interrupted', () => {
  const ALL: Script = { target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS };

  test.each([
    { at: 'target', asked: Object.keys(ALL) },
    {
      at: 'campaign-name',
      asked: [...Object.keys(CAMPAIGN), ...Object.keys(ACCOUNT), ...Object.keys(LOGIN_ANSWERS)],
    },
    {
      at: 'campaign-objective',
      asked: [...Object.keys(CAMPAIGN), ...Object.keys(ACCOUNT), ...Object.keys(LOGIN_ANSWERS)],
    },
    { at: 'account-password', asked: [...Object.keys(ACCOUNT), ...Object.keys(LOGIN_ANSWERS)] },
    { at: 'dashboard-password', asked: Object.keys(LOGIN_ANSWERS) },
  ])('at $at, it says how to go on, and goes on there', async ({ at, asked }) => {
    await expect(ask({ ...ALL, [at]: CTRL_C })).rejects.toMatchObject({ name: 'Interrupted' });
    expect(out.said.at(-1)).toMatch(/What was finished is stored; go on with: \.\/fairlead init/);
    expect((await ask(ALL)).asked).toEqual(asked);
    expect(out.objects).toMatchObject([{ ok: true }]);
  });
});

test('what is wrong is said at the prompt, and asked again', async () => {
  const prompter = await ask({
    target: ENTER,
    ...CAMPAIGN,
    'campaign-name': ['', 'Wind parks'],
    'campaign-booking-link': ['cal.example', 'https://cal.example/kim'],
    ...ACCOUNT,
    'account-email': ['nobody', EMAIL],
    'account-country': ['Portugal', 'pt'],
    'account-time-zone': ['Lisbon', 'Europe/Lisbon'],
    'account-working-hours': ['mon-fri 19:00-09:00', 'mon-fri 09:00-17:00'],
    'connect-daily': ['many', '40'],
    ...LOGIN_ANSWERS,
  });
  expect(prompter.faults.map((fault) => fault.split(':')[0])).toEqual([
    'campaign-name',
    'campaign-booking-link',
    'account-email',
    'account-country',
    'account-time-zone',
    'account-working-hours',
    'connect-daily',
  ]);
  expect(out.said.join('\n')).toContain('warn: Invitations in 24 hours: 40 is more than 20');
});

test('product docs may come from a file', async () => {
  const path = join(folder.path, 'product.md');
  await writeFile(path, 'From a file.\nTwo lines.\n');
  const docs = [`@${folder.path}/nowhere`, `@${path}`];
  const prompter = await ask({
    target: ENTER,
    ...CAMPAIGN,
    'campaign-product-docs': docs,
    ...ACCOUNT,
    ...LOGIN_ANSWERS,
  });
  expect(prompter.faults).toEqual(['campaign-product-docs: That file cannot be read']);
  expect(await listCampaigns(db)).toMatchObject([{ productDocs: 'From a file.\nTwo lines.' }]);
});

test('an account is changed: what is not typed stays, also the password', async () => {
  await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  const { accounts } = await readSetup(db);
  await addUrlOnlyLead(db, 'kim-west');
  const lead = await db.selectFrom('lead').select('id').executeTakeFirstOrThrow();
  await setSelfLead(db, accounts[0]?.id ?? 0, lead.id);
  const { 'account-email': _, ...others } = ACCOUNT;
  const prompter = await ask({
    change: ['account', ENTER],
    account: EMAIL,
    ...others,
    'account-password': '',
    'account-country': ENTER,
    'account-working-hours': 'mon-fri 10:00-12:00',
    'connect-daily': '7',
  });
  expect(prompter.initials).toMatchObject({
    'account-country': 'pt',
    'connect-daily': '20',
    newsletter: false,
  });
  expect((await readSetup(db)).accounts).toMatchObject([
    {
      email: EMAIL,
      country: 'pt',
      limits: { connectDaily: 7 },
      workingHours: { fromMinute: 600, untilMinute: 720 },
    },
  ]);
  expect(await storedPassword()).toBe(PASSWORD);
  expectNoSecrets(prompter);
});

test('the e-mail of an account that was never in is corrected, and no second one made', async () => {
  await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  const right = 'kim.east@tidewater.example';
  await ask({
    change: ['account', ENTER],
    account: EMAIL,
    ...ACCOUNT,
    'account-email': right,
    'account-password': '',
  });
  expect((await readSetup(db)).accounts).toMatchObject([{ email: right, handle: 'kim-east' }]);
  expect(await storedPassword(right)).toBe(PASSWORD);
});

describe('without anybody to ask', () => {
  const FLAGS = {
    target: 'sandbox',
    'campaign-name': 'Wind parks',
    'campaign-product-docs': 'We predict failures.',
    'campaign-objective': 'Operations managers',
    'account-email': EMAIL,
    'connect-daily': '7',
    newsletter: 'yes',
  };

  test('all that is missing is listed at once, with flag and variable, and nothing is stored', async () => {
    const failure = await headless({ target: 'linkedin' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Misconfigured' });
    const { message } = failure as Error;
    for (const line of [
      /--accept-risk, or FAIRLEAD_RISK_ACCEPTED=yes/,
      /--llm-key-file <path>, or FAIRLEAD_LLM_API_KEY or FAIRLEAD_LLM_API_KEY_FILE/,
      /--campaign-name <name>, or FAIRLEAD_CAMPAIGN_NAME/,
      /--campaign-product-docs <text\|@file>, or FAIRLEAD_CAMPAIGN_PRODUCT_DOCS/,
      /--campaign-objective/,
      /--account-email <email>, or FAIRLEAD_ACCOUNT_EMAIL/,
      /--account-password-file <path>, or FAIRLEAD_ACCOUNT_PASSWORD/,
    ])
      expect(message).toMatch(line);
    expect(message.split('\n')).toHaveLength(8);
    await expect(stat(envFile)).rejects.toThrow('ENOENT');
  });

  test('flags, files and variables answer everything; a made-up login is shown once, and not in the JSON', async () => {
    const path = join(folder.path, 'password');
    await writeFile(path, `${PASSWORD}\n`);
    environment.FAIRLEAD_ACCOUNT_COUNTRY = 'pt';
    await headless({ ...FLAGS, 'account-password': path });
    expect((await readSetup(db)).accounts).toMatchObject([
      { email: EMAIL, country: 'pt', limits: { connectDaily: 7 }, subscribeNewsletter: true },
    ]);
    expect(await storedPassword()).toBe(PASSWORD);
    expect(out.results[0]).toMatch(/^Login: owner \/ [\w-]{12}$/);
    expect(JSON.stringify(out.objects)).not.toContain(out.results[0]?.split(' / ')[1]);
    expect(out.objects).toMatchObject([
      { ok: true, steps: [{ step: 'target' }, {}, {}, {}, { step: 'login' }] },
    ]);
    expectNoSecrets();
    await headless({});
    expect(out.objects.at(-1)).toMatchObject({ ok: true });
    expect((await readSetup(db)).accounts).toHaveLength(1);
  });

  test('a flag changes what is there, and only that', async () => {
    environment.FAIRLEAD_ACCOUNT_PASSWORD = PASSWORD;
    await headless(FLAGS);
    await headless({ 'connect-weekly': '50', 'account-working-hours': 'mon-fri 08:00-09:00' });
    expect((await readSetup(db)).accounts).toMatchObject([
      { email: EMAIL, limits: { connectDaily: 7, connectWeekly: 50 }, workingHours: { fromMinute: 480 } },
    ]);
  });

  test('a key in the environment is verified and written down; one that is mounted stays in its file', async () => {
    environment.FAIRLEAD_ACCOUNT_PASSWORD = PASSWORD;
    environment.FAIRLEAD_LLM_BASE_URL = llmUrl;
    environment.FAIRLEAD_LLM_API_KEY = KEY;
    await headless(FLAGS);
    expect(await readEnv()).toMatchObject({ FAIRLEAD_LLM_API_KEY: KEY, FAIRLEAD_LLM_BASE_URL: llmUrl });
    await mkdir(join(folder.path, 'secrets'));
    const path = join(folder.path, 'secrets/key');
    await writeFile(path, KEY);
    const { FAIRLEAD_LLM_API_KEY: __, ...others } = environment;
    environment = { ...others, FAIRLEAD_LLM_API_KEY: '', FAIRLEAD_LLM_API_KEY_FILE: path };
    await headless({});
    expect(await readEnv()).toMatchObject({ FAIRLEAD_LLM_API_KEY: '', FAIRLEAD_LLM_API_KEY_FILE: path });
  });

  test('a key that is refused is an error with its remedy, without the key', async () => {
    environment.FAIRLEAD_LLM_API_KEY = 'sk-hush-wrong';
    environment.FAIRLEAD_LLM_BASE_URL = llmUrl;
    environment.FAIRLEAD_ACCOUNT_PASSWORD = PASSWORD;
    const failure = await headless(FLAGS).catch((error: unknown) => error);
    expect(failure).toMatchObject({ remedy: expect.stringContaining('FAIRLEAD_LLM_API_KEY') });
    expect(String(failure)).not.toContain('hush');
  });

  test.each([
    { flags: { 'connect-daily': 'many' }, says: 'FAIRLEAD_CONNECT_DAILY' },
    { flags: { target: 'mars' }, says: 'FAIRLEAD_TARGET' },
    { flags: { 'account-password': '/nowhere/at/all' }, says: '--account-password: the file cannot be read' },
  ])('$flags is refused clearly', async ({ flags, says }) => {
    await expect(headless(flags)).rejects.toThrow(says);
  });

  test('of several accounts it must be said which one is meant', async () => {
    environment.FAIRLEAD_ACCOUNT_PASSWORD = PASSWORD;
    await headless(FLAGS);
    await headless({ 'account-email': 'kim.east@tidewater.example' });
    expect((await readSetup(db)).accounts).toHaveLength(2);
    await expect(headless({ 'connect-daily': '3' })).rejects.toMatchObject({
      remedy: expect.stringContaining('--account-email'),
    });
  });
});

test('a schema that a database lacks is made by it', async () => {
  await ask({ target: ENTER, ...CAMPAIGN, ...ACCOUNT, ...LOGIN_ANSWERS });
  expect(await migrate(db)).toEqual([]);
});

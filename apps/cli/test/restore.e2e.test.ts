import { join } from 'node:path';
import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { readFunnel } from '@fairlead/db/repositories/funnel';
import { readOpenWork } from '@fairlead/db/repositories/progress';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { resumeAccounts } from '../src/accounts.ts';
import { DEMO_PROVISION } from '../src/demo/campaign.ts';
import { PROGRAMS } from '../src/paths.ts';
import { ensureChromium } from '../src/setup/chromium.ts';
import { type Child, startChild } from '../src/stack/child.ts';
import { freePort } from '../src/stack/free-port.ts';
import { provision } from '../src/stack/provision.ts';
import { type Prepare, type Stack, startStack } from '../src/stack/stack.ts';
import { recordingOutput } from '../src/testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { startCli } from './run-cli.ts';

const SPEED = 3_600;
const LEADS = 10;
const KEY = new Secret(generateMasterKey());

const Act = z.object({ publicId: z.string() });
const Journal = z.object({
  invites: z.array(Act),
  messages: z.array(Act),
  duplicateInvites: z.int(),
  duplicateMessages: z.int(),
});

let folder: TempFolder;
let clock: Clock;
let world: Partial<Record<SettingName, string>>;
let sandbox: Child;
let stacks: Stack[];

beforeEach(async () => {
  folder = await makeTempFolder();
  stacks = [];
  const origin = systemClock().now();
  clock = systemClock({ speed: SPEED, origin });
  sandbox = await startChild({
    name: 'sandbox',
    command: process.execPath,
    args: [PROGRAMS.sandbox, '--seed', '3', '--speed', `${SPEED}`, '--start', origin.toISOString()],
    env: {},
    logFile: join(folder.path, 'sandbox.log'),
    readyTimeoutMs: 30_000,
  });
  world = {
    FAIRLEAD_TARGET: 'sandbox',
    FAIRLEAD_LINKEDIN_URL: sandbox.ready.url ?? '',
    FAIRLEAD_LLM_BASE_URL: `${sandbox.ready.url}/v1`,
    FAIRLEAD_LLM_API_KEY: 'sandbox',
    FAIRLEAD_LLM_MODEL: 'sandbox-model',
    FAIRLEAD_EMBEDDER: 'hashing',
    FAIRLEAD_CLOCK_SPEED: `${SPEED}`,
    FAIRLEAD_CLOCK_ORIGIN: origin.toISOString(),
    FAIRLEAD_TICK_SECONDS: '0.3',
    FAIRLEAD_MAX_LEADS: `${LEADS}`,
  };
});
afterEach(async () => {
  for (const stack of stacks) await stack.stop();
  await sandbox.stop(5_000);
  await folder.remove();
});

const stateDirOf = (name: string): string => join(folder.path, name);

async function start(name: string, prepare: Prepare): Promise<Stack> {
  const out = recordingOutput();
  const stack = await startStack(
    {
      stateDir: stateDirOf(name),
      databaseUrl: null,
      redisUrl: null,
      chromiumPath: await ensureChromium(process.env.CHROMIUM_PATH, out),
      secretKey: KEY,
      settings: { ...world, FAIRLEAD_DASHBOARD_PORT: `${await freePort()}` },
      sandbox: null,
      out,
      interrupted: new Promise(() => {}),
    },
    prepare,
  );
  stacks.push(stack);
  return stack;
}

/** Runs a command on a system's database. Returns what it said on the way. */
async function command(name: string, ...args: string[]): Promise<string> {
  const settings = { ...world, FAIRLEAD_STATE_DIR: stateDirOf(name), FAIRLEAD_SECRET_KEY: KEY.reveal() };
  const { code, stderr } = await startCli(folder.path, args, settings).ended;
  expect(code, stderr).toBe(0);
  return stderr;
}

/** What the simulated LinkedIn received, over both lives. */
async function readJournal(): Promise<z.infer<typeof Journal>> {
  return Journal.parse(await (await fetch(`${sandbox.ready.url}/__sandbox/journal`)).json());
}

/** Nothing is left to send, and every message of the lost life was found. */
async function isFinished(db: Database, lostMessages: number): Promise<boolean> {
  const { unjudged, toInvite, toMessage } = await readOpenWork(db, clock.now());
  return unjudged + toInvite + toMessage === 0 && (await countFound(db)) >= lostMessages;
}

async function countFound(db: Database): Promise<number> {
  const acts = await db.selectFrom('action').select('evidence').where('kind', '=', 'message').execute();
  return acts.filter(({ evidence }) => JSON.stringify(evidence).includes('sentBeforeRestoration')).length;
}

const until = (work: () => Promise<boolean>, timeoutMs: number) =>
  vi.waitUntil(work, { timeout: timeoutMs, interval: 250 });

const peopleOf = (acts: readonly z.infer<typeof Act>[]): string[] =>
  acts.map(({ publicId }) => publicId).sort();

test('restored from an old backup, it goes on without doing anything twice', async () => {
  const file = join(folder.path, 'old.sql');
  const first = await start('first', async (db) => {
    await provision(db, createVault(KEY), DEMO_PROVISION, clock.now());
  });
  await until(async () => (await readJournal()).invites.length >= 2, 300_000);
  await command('first', 'backup', file);
  const atBackup = await readJournal();

  const isAhead = ({ invites, messages }: z.infer<typeof Journal>) =>
    invites.length > atBackup.invites.length && messages.length > atBackup.messages.length;
  await until(async () => isAhead(await readJournal()), 300_000);
  await first.stop();
  const lostMessages = (await readJournal()).messages.length - atBackup.messages.length;

  expect(await command('second', 'restore', file)).toMatch(/Every table has as many rows/);
  const second = await start('second', async (db) => {
    const accounts = await listAccounts(db);
    expect(accounts.map(({ health }) => health)).toEqual(['stopped']);
    await resumeAccounts(db, accounts);
  });
  await until(() => isFinished(second.db, lostMessages), 300_000);

  const { invites, messages, ...duplicates } = await readJournal();
  expect(duplicates).toEqual({ duplicateInvites: 0, duplicateMessages: 0 });
  expect(peopleOf(invites)).toEqual([...new Set(peopleOf(invites))]);
  expect(peopleOf(messages)).toEqual([...new Set(peopleOf(messages))]);
  const { completed } = await readFunnel(second.db);
  expect(completed).toBe(messages.length);
  expect(await countFound(second.db)).toBe(lostMessages);
}, 1_000_000);

import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { sessionContext } from '@fairlead/shared/domain/account';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRunFile } from '../src/stack/run-file.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { crawlDashboard } from './crawl.ts';
import { expectNothingRuns, processesOf, redisOf } from './processes.ts';
import { type CliEnd, type CliRun, startCli, stateDirOf } from './run-cli.ts';

const REPORT_KEYS = [
  ...['leads', 'enriched', 'embedded', 'judged', 'qualified', 'disqualified', 'invited', 'connected'],
  ...['completed', 'failed', 'llmCalls', 'autoDecisions', 'durationSec', 'sandbox'],
];

const demoDirOf = (folder: TempFolder): string => join(stateDirOf(folder.path), 'demo');

const startDemo = (folder: TempFolder): CliRun =>
  startCli(folder.path, ['demo', '--seed', '3', '--json', '--leads', '14']);

/** Every log of the demo, by the name of its file. */
async function readLogs(stateDir: string): Promise<Map<string, string>> {
  const logs = new Map<string, string>();
  for await (const file of glob('**/*.log', { cwd: stateDir }))
    logs.set(file, await readFile(join(stateDir, file), 'utf8'));
  return logs;
}

/** The key the demo made up for itself: its processes have it from their environment. */
async function secretKeyInUse(folder: string): Promise<string> {
  const environments = (await processesOf(folder)).map(({ command }) => command);
  const key = environments.map((text) => /FAIRLEAD_SECRET_KEY=(\S{44})/.exec(text)?.[1]).find(Boolean);
  if (!key) throw new Error('No process has a secret key.');
  return key;
}

/** What the logs of all processes say of the tick that led to the first action: from the plan to what became of it. */
function expectOneGrepToFollowAnAction(logs: ReadonlyMap<string, string>): void {
  const lines = [...logs.values()].flatMap((text) => text.split('\n'));
  const ended = lines.find((line) => line.includes('"msg":"action ended"')) ?? '';
  const tickId = /"tickId":"([0-9a-z]{12})"/.exec(ended)?.[1];
  expect(tickId).toBeDefined();
  const found = lines.filter((line) => line.includes(`"tickId":"${tickId}"`)).map((line) => JSON.parse(line));
  const { dealId, actionId } = JSON.parse(ended);
  const acting = { service: 'browser-worker', dealId };
  for (const line of [
    { service: 'scheduler', msg: 'job queued', queue: expect.stringMatching(/^browser/) },
    { service: 'scheduler', msg: 'job', job: 'plan', outcome: 'planned' },
    { service: 'browser-worker', msg: 'job started' },
    { ...acting, msg: 'action intended', actionId },
    { ...acting, msg: 'action ended', actionId },
    { ...acting, msg: 'job' },
  ]) {
    expect(found).toContainEqual(expect.objectContaining(line));
  }
}

/** The value of every cookie with which the account is signed in on the simulated site. */
async function sessionCookies(databaseUrl: string, secretKey: string): Promise<string[]> {
  const db = await connectDatabase(databaseUrl, { max: 1 });
  try {
    const [account] = await listAccounts(db);
    const { session_sealed: sealed } = await db
      .selectFrom('account')
      .select('session_sealed')
      .executeTakeFirstOrThrow();
    if (!account || !sealed) throw new Error('The account has no session.');
    const session = createVault(new Secret(secretKey)).open(sealed, sessionContext(account.id));
    const { cookies } = JSON.parse(session) as { cookies: { name: string; value: string }[] };
    return cookies.filter(({ name }) => name === 'li_at' || name === 'JSESSIONID').map(({ value }) => value);
  } finally {
    await db.destroy();
  }
}

interface WholeDemo {
  end: CliEnd;
  logs: ReadonlyMap<string, string>;
  /** Every page of its dashboard, once nothing was left to do. */
  pages: ReadonlyMap<string, string>;
  secrets: { key: string; password: string; cookies: string[] };
}

/** Runs one until nothing is left to do, looks around in it, and ends it. */
async function runWholeDemo(folder: TempFolder): Promise<WholeDemo> {
  const run = startDemo(folder);
  try {
    await run.says(/Still running, so that you can look around/, 600_000);
    const { databaseUrl, dashboardUrl } = (await readRunFile(demoDirOf(folder))) ?? {};
    const key = await secretKeyInUse(folder.path);
    const password = /login: demo \/ (\S+)/.exec(run.stderr())?.[1] ?? '';
    const cookies = await sessionCookies(databaseUrl ?? '', key);
    const pages = await crawlDashboard(dashboardUrl ?? '', { name: 'demo', password });
    run.kill('SIGINT');
    const end = await run.ended;
    const logs = await readLogs(stateDirOf(folder.path));
    return { end, logs, pages, secrets: { key, password, cookies } };
  } finally {
    run.kill('SIGTERM');
    await run.ended;
  }
}

describe('a demo from beginning to end', () => {
  let folder: TempFolder;
  let demo: WholeDemo;
  beforeAll(async () => {
    folder = await makeTempFolder();
    demo = await runWholeDemo(folder);
  }, 700_000);
  afterAll(() => folder.remove());

  test('the whole funnel: everybody who accepts has one message, nobody anything twice', () => {
    const { end, logs } = demo;
    expect(end.stderr).not.toMatch(/^\s+at /m);
    expect(end.code).toBe(0);

    const report = JSON.parse(end.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(Object.keys(report)).toEqual(expect.arrayContaining(REPORT_KEYS));
    expect(report).toMatchObject({ leads: 14, sandbox: { duplicateInvites: 0, duplicateMessages: 0 } });
    expect(report.judged).toBe(report.qualified + report.disqualified);
    expect(report.completed).toBeGreaterThanOrEqual(1);
    expect(report.sandbox.messages).toBe(report.completed);

    const foundPending =
      logs.get('demo/logs/browser-worker.log')?.match(/"outcome":"deal\.already-pending"/g) ?? [];
    expect(report.sandbox.invites).toBe(report.invited - foundPending.length);
  });

  test('one grep follows an action from the plan to what became of it, and nothing is logged as an error', () => {
    expectOneGrepToFollowAnAction(demo.logs);
    for (const [file, text] of demo.logs)
      expect(text.match(/^.*"level":(50|60).*$/gm), `errors in ${file}`).toBeNull();
  });

  test('no page and no log shows a secret: key, password, or the cookies of the session', () => {
    const { logs, pages, secrets } = demo;
    expect(secrets.cookies).toHaveLength(2);
    expect(secrets.password).toHaveLength(12);
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['/leads', '/deals', '/accounts', '/queues']));
    expect(logs.size).toBeGreaterThanOrEqual(7);
    for (const [place, text] of [...pages, ...logs])
      for (const secret of [secrets.key, secrets.password, ...secrets.cookies])
        expect(text.includes(secret), `a secret in ${place}`).toBe(false);
  });

  test('it leaves nothing running', () => expectNothingRuns(folder.path, demoDirOf(folder)));
});

describe('a demo that is killed', () => {
  let folder: TempFolder;
  let runs: CliRun[];
  beforeEach(async () => {
    folder = await makeTempFolder();
    runs = [];
  });
  afterEach(async () => {
    for (const run of runs) {
      run.kill('SIGTERM');
      await run.ended;
    }
    await folder.remove();
  });

  function start(): CliRun {
    const run = startDemo(folder);
    runs.push(run);
    return run;
  }

  test('leaves no process but Redis behind, and that one is ended by the next start', async () => {
    const run = start();
    await run.says(/found [1-9]/, 300_000);
    const redis = await redisOf(demoDirOf(folder));
    expect(redis).not.toBeNull();
    run.kill('SIGKILL');
    await run.ended;
    await expect.poll(() => processesOf(folder.path), { timeout: 60_000 }).toEqual([]);
    expect(await redisOf(demoDirOf(folder))).toBe(redis);

    const next = start();
    await next.says(/login: demo \/ /, 300_000);
    expect(await redisOf(demoDirOf(folder))).not.toBe(redis);
    expect(await processesOf(folder.path)).not.toEqual([]);
    next.kill('SIGINT');
    expect((await next.ended).code).toBe(130);
    await expectNothingRuns(folder.path, demoDirOf(folder));
  }, 700_000);
});

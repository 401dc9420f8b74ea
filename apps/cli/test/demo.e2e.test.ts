import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { sessionContext } from '@fairlead/shared/domain/account';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunFile } from '../src/stack/run-file.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { crawlDashboard } from './crawl.ts';
import { expectNothingRuns, processesOf, redisOf } from './processes.ts';
import { type CliRun, startCli, stateDirOf } from './run-cli.ts';

const REPORT_KEYS = [
  ...['leads', 'enriched', 'embedded', 'judged', 'qualified', 'disqualified', 'invited', 'connected'],
  ...['completed', 'failed', 'llmCalls', 'autoDecisions', 'durationSec', 'sandbox'],
];

let folder: TempFolder;
let demoDir: string;
let runs: CliRun[];

beforeEach(async () => {
  folder = await makeTempFolder();
  demoDir = join(stateDirOf(folder.path), 'demo');
  runs = [];
});
afterEach(async () => {
  for (const run of runs) {
    run.kill('SIGTERM');
    await run.ended;
  }
  await folder.remove();
});

function startDemo(args: readonly string[] = ['--exit', '--json', '--leads', '14']): CliRun {
  const run = startCli(folder.path, ['demo', '--seed', '3', ...args]);
  runs.push(run);
  return run;
}

/** Every log of the demo, by the name of its file. */
async function readLogs(): Promise<Map<string, string>> {
  const logs = new Map<string, string>();
  for await (const file of glob('**/*.log', { cwd: stateDirOf(folder.path) })) {
    logs.set(file, await readFile(join(stateDirOf(folder.path), file), 'utf8'));
  }
  return logs;
}

/** The key the demo made up for itself: its processes have it from their environment. */
async function secretKeyInUse(): Promise<string> {
  const environments = (await processesOf(folder.path)).map(({ command }) => command);
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

test('the whole funnel: everybody who accepts has one message, nobody anything twice, nothing leaks', async () => {
  const run = startDemo();
  await run.says(/login: demo \/ /, 90_000);
  const secretKey = await secretKeyInUse();
  const { code, stdout, stderr } = await run.ended;
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(0);

  const lines = stdout.trimEnd().split('\n');
  const report = JSON.parse(lines.at(-1) ?? '');
  expect(Object.keys(report)).toEqual(expect.arrayContaining(REPORT_KEYS));
  expect(report).toMatchObject({ leads: 14, sandbox: { duplicateInvites: 0, duplicateMessages: 0 } });
  expect(report.judged).toBe(report.qualified + report.disqualified);
  expect(report.completed).toBeGreaterThanOrEqual(1);
  expect(report.sandbox.messages).toBe(report.completed);

  const logs = await readLogs();
  const foundPending =
    logs.get('demo/logs/browser-worker.log')?.match(/"outcome":"deal\.already-pending"/g) ?? [];
  expect(report.sandbox.invites).toBe(report.invited - foundPending.length);

  expectOneGrepToFollowAnAction(logs);

  const password = /login: demo \/ (\S+)/.exec(stderr)?.[1] ?? '';
  expect(password).toHaveLength(12);
  expect(logs.size).toBeGreaterThanOrEqual(7);
  for (const [file, text] of logs) {
    expect(text.includes(password), `the dashboard's password in ${file}`).toBe(false);
    expect(text.includes(secretKey), `the secret key in ${file}`).toBe(false);
    expect(text.match(/^.*"level":(50|60).*$/gm), `errors in ${file}`).toBeNull();
  }
  await expectNothingRuns(folder.path, demoDir);
}, 240_000);

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

test('no page and no log shows a secret: key, password, or the cookies of the session', async () => {
  const run = startDemo(['--leads', '6']);
  await run.says(/completed [1-9]/, 180_000);
  const { databaseUrl, dashboardUrl } = (await readRunFile(demoDir)) ?? {};
  const secretKey = await secretKeyInUse();
  const password = /login: demo \/ (\S+)/.exec(run.stderr())?.[1] ?? '';
  const cookies = await sessionCookies(databaseUrl ?? '', secretKey);
  expect(cookies).toHaveLength(2);
  const pages = await crawlDashboard(dashboardUrl ?? '', { name: 'demo', password });
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['/leads', '/deals', '/accounts', '/queues']));
  run.kill('SIGINT');
  expect((await run.ended).code).toBe(130);
  for (const [place, text] of [...pages, ...(await readLogs())])
    for (const secret of [secretKey, password, ...cookies])
      expect(text.includes(secret), `a secret in ${place}`).toBe(false);
}, 240_000);

test('killed, it leaves no process but Redis behind, and that one is ended by the next start', async () => {
  const run = startDemo();
  await run.says(/found [1-9]/, 120_000);
  const redis = await redisOf(demoDir);
  expect(redis).not.toBeNull();
  run.kill('SIGKILL');
  await run.ended;
  await expect.poll(() => processesOf(folder.path), { timeout: 15_000 }).toEqual([]);
  expect(await redisOf(demoDir)).toBe(redis);

  const next = startDemo();
  await next.says(/login: demo \/ /, 90_000);
  expect(await redisOf(demoDir)).not.toBe(redis);
  expect(await processesOf(folder.path)).not.toEqual([]);
  next.kill('SIGINT');
  expect((await next.ended).code).toBe(130);
  await expectNothingRuns(folder.path, demoDir);
}, 240_000);

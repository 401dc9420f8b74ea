import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Secret } from '@fairlead/shared/runtime/secret';
import type { Output } from '../output.ts';
import { PROGRAMS, type ProgramName } from '../paths.ts';
import { ensureRedisServer } from '../setup/redis-server.ts';
import type { Child } from './child.ts';
import { type OwnRedis, startRedis } from './redis.ts';
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

export interface StackOptions {
  stateDir: string;
  /** Null: the embedded one. */
  databaseUrl: string | null;
  /** Null: our own on a free port. */
  redisUrl: string | null;
  chromiumPath: string;
  secretKey: Secret;
  /** Passed on to every process, on top of PATH and the like. */
  settings: Readonly<Record<string, string>>;
  /** Arguments of the sandbox; null runs without it, and `settings` then name the site and the model. */
  sandbox: readonly string[] | null;
  out: Output;
  /** Begins with an empty state folder. Default false. */
  fresh?: boolean;
}

/** Everything on one machine: the same processes as in production. */
export interface Stack {
  db: Database;
  dashboardUrl: string;
  sandboxUrl: string | null;
  /** Rejects when the stack cannot go on. */
  failed: Promise<never>;
  pids(): readonly number[];
  stop(): Promise<void>;
}

const READY_MS = 60_000;
// The embedding model may have to be downloaded first.
const ML_READY_MS = 600_000;

/** What happens between the database being there and the workers being started. */
export type Prepare = (db: Database) => Promise<void>;

/** Starts everything in order. What was started before a failure is stopped again. */
export async function startStack(options: StackOptions, prepare: Prepare): Promise<Stack> {
  const { stateDir, out } = options;
  const clock = systemClock();
  await assertNotRunning(stateDir);
  if (options.fresh) await rm(stateDir, { recursive: true, force: true });
  await mkdir(join(stateDir, 'logs'), { recursive: true, mode: 0o700 });
  const supervisor = createSupervisor(clock, out);
  const stops: (() => Promise<void>)[] = [() => supervisor.stop()];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    return await build(options, prepare, { clock, supervisor, stops, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assertNotRunning(stateDir: string): Promise<void> {
  const running = await readRunFile(stateDir);
  if (!running) return;
  throw new Misconfigured(
    `Fairlead already runs from ${stateDir} (process ${running.pid}, ${running.dashboardUrl}).`,
    'Stop that one first, or give this one another FAIRLEAD_STATE_DIR.',
  );
}

interface Building {
  clock: Clock;
  supervisor: Supervisor;
  stops: (() => Promise<void>)[];
  stop: () => Promise<void>;
}

async function build(options: StackOptions, prepare: Prepare, building: Building): Promise<Stack> {
  const { stateDir, out, settings } = options;
  const { clock, supervisor, stops, stop } = building;
  const redis = await openRedis(options, clock);
  if (redis.own) stops.unshift(() => redis.own?.stop() ?? Promise.resolve());
  const launch = launcher(options, supervisor);
  const databaseUrl = options.databaseUrl ?? (await startEmbeddedPostgres(options, launch));
  const db = await connectDatabase(databaseUrl, { max: 2 });
  stops.push(() => db.destroy());
  out.step('Bringing the database schema up to date');
  await migrate(db);
  await prepare(db);

  const sandboxUrl = options.sandbox ? await startSandbox(options.sandbox, launch, out) : null;
  const environment = {
    ...settings,
    ...(sandboxUrl === null
      ? {}
      : { FAIRLEAD_LINKEDIN_URL: sandboxUrl, FAIRLEAD_LLM_BASE_URL: `${sandboxUrl}/v1` }),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    CHROMIUM_PATH: options.chromiumPath,
    FAIRLEAD_SECRET_KEY: options.secretKey.reveal(),
    FAIRLEAD_STATE_DIR: stateDir,
  };
  out.step('Starting dashboard, scheduler, ML worker and browser worker (a few seconds)');
  const dashboard = await launch('dashboard', [], environment, READY_MS);
  await launch('scheduler', [], environment, READY_MS);
  await Promise.all([
    launch('ml-worker', [], environment, ML_READY_MS),
    launch('browser-worker', [], environment, READY_MS),
  ]);
  const dashboardUrl = dashboard.ready.url ?? '';
  await writeRunFile(stateDir, { pid: process.pid, databaseUrl, redisUrl: redis.url, dashboardUrl });
  stops.push(() => removeRunFile(stateDir));
  const own = redis.own ? [redis.own.pid] : [];
  return {
    db,
    dashboardUrl,
    sandboxUrl,
    failed: supervisor.failed,
    pids: () => [process.pid, ...own, ...supervisor.pids()],
    stop,
  };
}

type Launch = (
  name: ProgramName,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  readyTimeoutMs: number,
) => Promise<Child>;

function launcher({ stateDir }: StackOptions, supervisor: Supervisor): Launch {
  return (name, args, environment, readyTimeoutMs) =>
    supervisor.start({
      name,
      command: process.execPath,
      args: [PROGRAMS[name], ...args],
      env: { ...machineEnvironment(), ...environment },
      logFile: join(stateDir, 'logs', `${name}.log`),
      readyTimeoutMs,
    });
}

/** What any program needs of the machine; none of the operator's own variables. */
function machineEnvironment(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'LANG',
    'TZ',
    'TMPDIR',
    'DISPLAY',
    'XDG_RUNTIME_DIR',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_FILE',
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function openRedis(
  { redisUrl, stateDir, out }: StackOptions,
  clock: Clock,
): Promise<{ url: string; own: OwnRedis | null }> {
  if (redisUrl !== null) return { url: redisUrl, own: null };
  const program = await ensureRedisServer(out);
  out.step('Starting Redis on a free port');
  const own = await startRedis(program, stateDir, join(stateDir, 'logs', 'redis.log'), clock);
  return { url: own.url, own };
}

async function startEmbeddedPostgres({ stateDir, out }: StackOptions, launch: Launch): Promise<string> {
  out.step('Starting the embedded Postgres (a few seconds the first time)');
  const args = ['--data-dir', join(stateDir, 'postgres'), '--stop-with-stdin'];
  const { ready } = await launch('postgres', args, {}, READY_MS);
  return ready.url ?? '';
}

async function startSandbox(args: readonly string[], launch: Launch, out: Output): Promise<string> {
  out.step('Starting the sandbox: a simulated LinkedIn and language model');
  const { ready } = await launch('sandbox', args, {}, READY_MS);
  return ready.url ?? '';
}

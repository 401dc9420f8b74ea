import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Secret } from '@fairlead/shared/runtime/secret';
import type { Output } from '../output.ts';
import { ensureRedisServer } from '../setup/redis-server.ts';
import { Interrupted } from '../until-interrupted.ts';
import { freePort } from './free-port.ts';
import { type Launch, launcher } from './launcher.ts';
import { endLeftoverRedis, type KeptRedis, keepRedis, startRedis } from './redis.ts';
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts';
import { createSupervisor, type RunningProcess, type Supervisor } from './supervisor.ts';

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
  /** Null runs without the sandbox, and `settings` then name the site and the model. */
  sandbox: SandboxOptions | null;
  out: Output;
  /** Begins with an empty state folder. Default false. */
  fresh?: boolean;
  /** How many of each run. Default: one. */
  replicas?: Readonly<Partial<Record<Replicated, number>>>;
  /** Crashes of one process within five minutes after which all is given up. Default 5. */
  crashesAllowed?: number;
  /** Resolves when the operator wants to stop, also while everything is still starting. */
  interrupted: Promise<void>;
}

/** What may run several times over. */
export type Replicated = 'scheduler' | 'ml-worker' | 'browser-worker';

export interface SandboxOptions {
  /** 0: any free one. */
  port: number;
  /** The further arguments of its program. */
  args: readonly string[];
  /** Whether its language model is used. Default true. */
  simulatesLlm?: boolean;
}

/** Everything on one machine: the same processes as in production. */
export interface Stack {
  db: Database;
  dashboardUrl: string;
  sandboxUrl: string | null;
  /** Folder with a log file per process. */
  logDir: string;
  /** Rejects when the stack cannot go on. */
  failed: Promise<never>;
  pids(): readonly number[];
  /** What runs now, Redis included where it is our own. */
  running(): readonly RunningProcess[];
  redisUrl: string;
  /** Aborted when stopping begins. */
  stopping: AbortSignal;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
// The embedding model may have to be downloaded first.
const ML_READY_MS = 600_000;

/** What happens between the database being there and the workers being started. */
export type Prepare = (db: Database) => Promise<void>;

/**
 * Starts everything in order. What was started before a failure is stopped again.
 * Throws `Interrupted` when the operator does not want to wait for the end of it.
 */
export async function startStack(options: StackOptions, prepare: Prepare): Promise<Stack> {
  const { stateDir, out } = options;
  const clock = systemClock();
  await assertNotRunning(stateDir);
  if (options.fresh) {
    await endLeftoverRedis(stateDir, clock);
    await rm(stateDir, { recursive: true, force: true });
  }
  await mkdir(join(stateDir, 'logs'), { recursive: true, mode: 0o700 });
  const supervisor = createSupervisor(
    clock,
    out,
    options.crashesAllowed === undefined ? {} : { crashesAllowed: options.crashesAllowed },
  );
  const stops: Stop[] = [];
  const stopping = new AbortController();
  const stop = async (): Promise<void> => {
    stopping.abort();
    // One that cannot be stopped must not keep the others running.
    for (const each of stops.splice(0).reverse())
      await each().catch((error: Error) => out.warn(error.message));
  };
  const building = build(options, prepare, {
    clock,
    supervisor,
    stops,
    stopping: stopping.signal,
    stop,
  });
  try {
    return await Promise.race([building, options.interrupted.then(() => Promise.reject(new Interrupted()))]);
  } catch (error) {
    await supervisor.stop();
    // Interrupted, it ends at its next start of a process, and only then is `stops` complete.
    await building.catch(() => {});
    await stop();
    throw error;
  }
}

async function assertNotRunning(stateDir: string): Promise<void> {
  const running = await readRunFile(stateDir);
  if (!running) return;
  throw new Misconfigured(
    `Fairlead already runs from ${stateDir} (process ${running.pid}, ${running.dashboardUrl ?? 'still starting'}).`,
    'Stop that one first, or give this one another FAIRLEAD_STATE_DIR.',
  );
}

type Stop = () => Promise<void>;

interface Building {
  clock: Clock;
  supervisor: Supervisor;
  stops: Stop[];
  stopping: AbortSignal;
  stop: () => Promise<void>;
}

async function build(options: StackOptions, prepare: Prepare, building: Building): Promise<Stack> {
  const { stateDir, out, settings } = options;
  const { clock, supervisor, stops, stopping, stop } = building;
  const claim = { pid: process.pid, databaseUrl: null, redisUrl: null, dashboardUrl: null };
  // From the first moment on: a second start would end the Redis of this one.
  await writeRunFile(stateDir, claim);
  stops.push(() => removeRunFile(stateDir));
  const redis = await openRedis(options, clock);
  if (redis.own) stops.push(redis.own.stop);
  stops.push(() => supervisor.stop());
  const launch = launcher(stateDir, supervisor);
  const databaseUrl = options.databaseUrl ?? (await startEmbeddedPostgres(options, launch));
  const db = await connectDatabase(databaseUrl, { max: 2 });
  stops.push(() => db.destroy());
  out.step('Bringing the database schema up to date');
  await migrate(db);
  await prepare(db);

  const sandboxUrl = options.sandbox ? await startSandbox(options.sandbox, launch, out) : null;
  const environment = {
    ...settings,
    ...(sandboxUrl === null ? {} : sandboxSettings(sandboxUrl, options.sandbox?.simulatesLlm ?? true)),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    CHROMIUM_PATH: options.chromiumPath,
    FAIRLEAD_SECRET_KEY: options.secretKey.reveal(),
    FAIRLEAD_STATE_DIR: stateDir,
  };
  out.step('Starting dashboard, scheduler, ML worker and browser worker (a few seconds)');
  const dashboard = await launch('dashboard', [], environment, READY_MS);
  const launchAll = async (name: Replicated, readyMs: number): Promise<void> => {
    const replicas = Array.from({ length: options.replicas?.[name] ?? 1 }, (_, i) => i + 1);
    await Promise.all(replicas.map((replica) => launch(name, [], environment, readyMs, replica)));
  };
  await launchAll('scheduler', READY_MS);
  await Promise.all([launchAll('ml-worker', ML_READY_MS), launchAll('browser-worker', READY_MS)]);
  const dashboardUrl = dashboard.ready.url ?? '';
  await writeRunFile(stateDir, { pid: process.pid, databaseUrl, redisUrl: redis.url, dashboardUrl });
  const { own } = redis;
  const running = (): RunningProcess[] => [
    ...(own ? [{ name: 'redis', pid: own.pid() }] : []),
    ...supervisor.running(),
  ];
  return {
    db,
    dashboardUrl,
    sandboxUrl,
    logDir: join(stateDir, 'logs'),
    failed: supervisor.failed,
    pids: () => [process.pid, ...running().map(({ pid }) => pid)],
    running,
    redisUrl: redis.url,
    stopping,
    stop,
  };
}

function sandboxSettings(url: string, simulatesLlm: boolean): Record<string, string> {
  return { FAIRLEAD_LINKEDIN_URL: url, ...(simulatesLlm ? { FAIRLEAD_LLM_BASE_URL: `${url}/v1` } : {}) };
}

async function openRedis(
  { redisUrl, stateDir, out }: StackOptions,
  clock: Clock,
): Promise<{ url: string; own: KeptRedis | null }> {
  if (redisUrl !== null) {
    // Said now, before everything else has been started for nothing.
    (await connectRedis(redisUrl, 'producer')).disconnect();
    return { url: redisUrl, own: null };
  }
  const program = await ensureRedisServer(out);
  out.step('Starting Redis on a free port');
  const logFile = join(stateDir, 'logs', 'redis.log');
  const own = await keepRedis((port) => startRedis(program, stateDir, logFile, clock, port), clock);
  return { url: own.url, own };
}

async function startEmbeddedPostgres({ stateDir, out }: StackOptions, launch: Launch): Promise<string> {
  out.step('Starting the embedded Postgres (a few seconds the first time)');
  // A port of its own choice would be another one after a crash, and nobody would find it.
  const args = [
    '--data-dir',
    join(stateDir, 'postgres'),
    '--port',
    `${await freePort()}`,
    '--stop-with-stdin',
  ];
  const { ready } = await launch('postgres', args, {}, READY_MS);
  return ready.url ?? '';
}

async function startSandbox({ port, args }: SandboxOptions, launch: Launch, out: Output): Promise<string> {
  out.step('Starting the sandbox: a simulated LinkedIn and language model');
  const portArgs = ['--port', `${port || (await freePort())}`];
  const { ready } = await launch('sandbox', [...portArgs, ...args], {}, READY_MS);
  return ready.url ?? '';
}

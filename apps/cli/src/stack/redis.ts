import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connectRedis } from '@fairlead/shared/queue/connection';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { freePort } from './free-port.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { commandOf } from './process-command.ts';

/** A Redis of our own. */
export interface OwnRedis {
  url: string;
  pid: number;
  port: number;
  /** Settles when it is gone, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** The same, started again on the same port when it dies. */
export interface KeptRedis {
  url: string;
  /** Of the process that runs now. */
  pid(): number;
  stop(): Promise<void>;
}

/** Which process uses the data folder, written beside the data. */
const Owner = z.object({ pid: z.int().positive(), program: z.string(), port: z.int().positive() });
type Owner = z.infer<typeof Owner>;

const START_TRIES = 50;
const TRY_EVERY_MS = 100;
const RESTART_AFTER_MS = 500;

const folderOf = (stateDir: string): string => join(stateDir, 'redis');
const ownerFileOf = (stateDir: string): string => join(folderOf(stateDir), 'owner.json');

/** Keeps a Redis up until it is stopped. Throws `Misconfigured` when it does not start the first time. */
export async function keepRedis(
  start: (port?: number) => Promise<OwnRedis>,
  clock: Clock,
): Promise<KeptRedis> {
  let current = await start();
  let isStopping = false;
  const keepUp = async (): Promise<void> => {
    for (;;) {
      await current.ended;
      if (isStopping) return;
      await clock.sleepRealMs(RESTART_AFTER_MS);
      // What it could not write or listen on may be free a moment later.
      current = await start(current.port).catch(() => current);
    }
  };
  const kept = keepUp();
  return {
    url: current.url,
    pid: () => current.pid,
    stop: async () => {
      isStopping = true;
      await current.stop();
      await kept;
      // One that was just being started again.
      await current.stop();
    },
  };
}

/**
 * Starts `program` on the port, a free one by default, with its data below the state folder, appending every write to disk.
 * Throws `Misconfigured` when it does not start.
 */
export async function startRedis(
  program: string,
  stateDir: string,
  logFile: string,
  clock: Clock,
  wantedPort?: number,
): Promise<OwnRedis> {
  const dir = folderOf(stateDir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await endLeftoverRedis(stateDir, clock);
  const port = wantedPort ?? (await freePort());
  const log = await open(logFile, 'a', 0o600);
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir];
  const durability = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn(program, [...args, ...durability], {
    stdio: ['ignore', log.fd, log.fd],
    // Ctrl-C reaches us alone: the workers still need it while they stop.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  await log.close();
  const pid = child.pid ?? 0;
  await writeJsonFile(ownerFileOf(stateDir), { pid, program: basename(program), port } satisfies Owner);
  const url = `redis://127.0.0.1:${port}`;
  await waitUntilUp(url, child, clock, logFile);
  return {
    url,
    pid,
    port,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(ownerFileOf(stateDir), { force: true });
    },
  };
}

async function waitUntilUp(url: string, child: ChildProcess, clock: Clock, logFile: string): Promise<void> {
  let reason = 'it ended at once';
  for (let tries = 0; tries < START_TRIES && isRunning(child); tries++) {
    try {
      (await connectRedis(url, 'producer')).disconnect();
      return;
    } catch (thrown) {
      reason = coerceError(thrown).message;
    }
    await clock.sleepRealMs(TRY_EVERY_MS);
  }
  child.kill('SIGKILL');
  throw new Misconfigured(
    `Our own Redis did not start: ${reason}`,
    `See its log, ${logFile}, or name a server in REDIS_URL.`,
  );
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/**
 * Ends the Redis that a killed run left behind: it would write to the same files as the new one.
 * Throws `Misconfigured` when it does not go.
 */
export async function endLeftoverRedis(stateDir: string, clock: Clock): Promise<void> {
  const owner = await readJsonFile(ownerFileOf(stateDir), Owner);
  if (!owner || !(await isOurs(owner))) return;
  process.kill(owner.pid, 'SIGTERM');
  for (let tries = 0; tries < START_TRIES; tries++) {
    if (!(await isOurs(owner))) return;
    await clock.sleepRealMs(TRY_EVERY_MS);
  }
  throw new Misconfigured(
    `The Redis of an earlier run (process ${owner.pid}) does not end.`,
    `End it: kill -9 ${owner.pid}`,
  );
}

/** Not another program that has the number by now, nor another Redis. */
async function isOurs({ pid, program, port }: Owner): Promise<boolean> {
  const command = await commandOf(pid);
  return command?.includes(program) === true && new RegExp(`[: ]${port}\\b`).test(command);
}

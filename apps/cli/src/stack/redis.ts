import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connectRedis } from '@fairlead/shared/queue/connection';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { run } from '../setup/run.ts';
import { freePort } from './free-port.ts';

/** A Redis of our own. */
export interface OwnRedis {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const START_TRIES = 50;
const TRY_EVERY_MS = 100;

/** Starts `program` on a free port with its data below the state folder, appending every write to disk. */
export async function startRedis(
  program: string,
  stateDir: string,
  logFile: string,
  clock: Clock,
): Promise<OwnRedis> {
  const dir = join(stateDir, 'redis');
  await mkdir(dir, { recursive: true });
  const port = await freePort();
  const log = openSync(logFile, 'a', 0o600);
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir];
  const pidFile = join(dir, 'redis.pid');
  await endLeftover(pidFile, program, clock);
  const durability = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn(program, [...args, '--pidfile', pidFile, ...durability], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const url = `redis://127.0.0.1:${port}`;
  await waitUntilUp(url, child, clock, logFile);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitUntilUp(url: string, child: ChildProcess, clock: Clock, logFile: string): Promise<void> {
  for (let tries = 0; tries < START_TRIES && child.exitCode === null; tries++) {
    const redis = await connectRedis(url, 'producer').catch(() => null);
    if (redis) {
      redis.disconnect();
      return;
    }
    await clock.sleepRealMs(TRY_EVERY_MS);
  }
  child.kill('SIGKILL');
  throw new Misconfigured('Our own Redis did not start.', `Its log: ${logFile}`);
}

/** A Redis that outlived a killed run would write to the same files as the new one. */
async function endLeftover(pidFile: string, program: string, clock: Clock): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return;
  for (let tries = 0; tries < START_TRIES; tries++) {
    // The number may belong to another program by now.
    const { ok, output } = await run('ps', ['-p', `${pid}`, '-o', 'args=']);
    if (!ok || !output.includes(basename(program))) return;
    process.kill(pid, 'SIGTERM');
    await clock.sleepRealMs(TRY_EVERY_MS);
  }
}

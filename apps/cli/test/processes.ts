import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { z } from 'zod';
import { readJsonFile } from '../src/stack/json-file.ts';
import { commandOf } from '../src/stack/process-command.ts';

export interface FoundProcess {
  pid: number;
  /** With its environment, where the system shows it. */
  command: string;
}

/** Every process whose command line or environment names the folder. Redis hides both: see `redisOf`. */
export async function processesOf(folder: string): Promise<FoundProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,args='], {
    maxBuffer: 64_000_000,
  });
  return stdout
    .split('\n')
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ /, '') }));
}

/** Our own Redis below the state folder, null when it does not run. */
export async function redisOf(stateDir: string): Promise<number | null> {
  const owner = await readJsonFile(join(stateDir, 'redis/owner.json'), z.object({ pid: z.int() }));
  if (!owner) return null;
  return (await commandOf(owner.pid))?.includes('redis') ? owner.pid : null;
}

/** Waits for the last of them to end: a browser takes a moment. */
export async function expectNothingRuns(folder: string, stateDir: string): Promise<void> {
  await expect.poll(() => processesOf(folder), { timeout: 60_000 }).toEqual([]);
  expect(await redisOf(stateDir)).toBeNull();
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ensureRedisServer } from '../setup/redis-server.ts';
import { writeProgram } from '../testing/fake-program.ts';
import { recordingOutput } from '../testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { commandOf } from './process-command.ts';
import { endLeftoverRedis, keepRedis, type OwnRedis, startRedis } from './redis.ts';

const clock = systemClock();

let folder: TempFolder;
let logFile: string;
let started: OwnRedis[];

beforeEach(async () => {
  folder = await makeTempFolder();
  logFile = join(folder.path, 'redis.log');
  started = [];
});
afterEach(async () => {
  for (const redis of started) await redis.stop();
  await folder.remove();
});

async function start(program?: string): Promise<OwnRedis> {
  const redis = await startRedis(
    program ?? (await ensureRedisServer(recordingOutput())),
    folder.path,
    logFile,
    clock,
  );
  started.push(redis);
  return redis;
}

async function ask<T>(
  url: string,
  question: (redis: Awaited<ReturnType<typeof connectRedis>>) => Promise<T>,
) {
  const redis = await connectRedis(url, 'producer');
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

test('it listens on the loopback address, never evicts, and writes everything to disk', async () => {
  const { url } = await start();
  const setting = async (name: string) => (await ask(url, (redis) => redis.config('GET', name)))[1];
  expect(url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
  expect(await setting('bind')).toBe('127.0.0.1');
  expect(await setting('maxmemory-policy')).toBe('noeviction');
  expect(await setting('appendonly')).toBe('yes');
  expect((await stat(logFile)).mode & 0o777).toBe(0o600);
});

test('what was written is there after a restart', async () => {
  const first = await start();
  await ask(first.url, (redis) => redis.set('greeting', 'hello'));
  await first.stop();
  expect(await commandOf(first.pid)).toBeNull();
  const second = await start();
  expect(await ask(second.url, (redis) => redis.get('greeting'))).toBe('hello');
});

test('one that a killed run left behind is ended before the next starts', async () => {
  const leftover = await start();
  await ask(leftover.url, (redis) => redis.set('greeting', 'hello'));
  const next = await start();
  expect(await commandOf(leftover.pid)).toBeNull();
  expect(await ask(next.url, (redis) => redis.get('greeting'))).toBe('hello');
});

test('another program that has the number of a killed one by now is left alone', async () => {
  const redis = await start();
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)']);
  await once(bystander, 'spawn');
  const file = join(folder.path, 'redis/owner.json');
  const owner = JSON.parse(await readFile(file, 'utf8')) as { pid: number; port: number };
  // As little as another Redis: the system's own may have been given the number.
  for (const changed of [{ pid: bystander.pid }, { port: 1 }, { pid: -1 }]) {
    await writeFile(file, JSON.stringify({ ...owner, ...changed }));
    await endLeftoverRedis(folder.path, clock);
  }
  expect(await commandOf(bystander.pid ?? 0)).not.toBeNull();
  expect(await commandOf(redis.pid)).not.toBeNull();
  bystander.kill('SIGKILL');
  await once(bystander, 'close');
});

test('a program that ends at once is reported with its log', async () => {
  const program = await writeProgram(folder.path, 'redis-server', 'echo "Unsupported option"; exit 1');
  await expect(start(program)).rejects.toMatchObject({
    message: expect.stringMatching(/^Our own Redis did not start: /),
    remedy: `See its log, ${logFile}, or name a server in REDIS_URL.`,
  });
  expect(await readFile(logFile, 'utf8')).toBe('Unsupported option\n');
});

test('so is one that cannot be run at all', async () => {
  await expect(start(join(folder.path, 'absent'))).rejects.toMatchObject({
    message: expect.stringMatching(/^Our own Redis did not start: /),
  });
});

test('one that is kept comes back on the same port when it dies, with what was in it', async () => {
  const program = await ensureRedisServer(recordingOutput());
  const redis = await keepRedis((port) => startRedis(program, folder.path, logFile, clock, port), clock);
  try {
    await ask(redis.url, (client) => client.set('kept', 'yes'));
    const before = redis.pid();
    process.kill(before, 'SIGKILL');
    await vi.waitFor(() => expect(redis.pid()).not.toBe(before), { timeout: 15_000 });
    expect(await ask(redis.url, (client) => client.get('kept'))).toBe('yes');
  } finally {
    await redis.stop();
  }
  expect(await commandOf(redis.pid())).toBeNull();
});

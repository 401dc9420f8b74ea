import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { type ChildOptions, EndedEarly, startChild } from './child.ts';
import { commandOf } from './process-command.ts';
import { actorOptions } from './testing/actor-options.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(() => folder.remove());

const actor = (role: string): ChildOptions => actorOptions(folder.path, role);

async function failureOf(starting: Promise<unknown>): Promise<Misconfigured> {
  const error = await starting.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Misconfigured) return error;
  throw new Error(`Not Misconfigured but: ${String(error)}`);
}

test('it is up when it says so over the channel to its parent; an address said before belongs to it', async () => {
  const child = await startChild(actor('ready-over-ipc'));
  expect(child.ready).toEqual({ ready: true, url: 'http://127.0.0.1:4000' });
  await child.stop(10_000);
  expect(await child.ended).toEqual({ name: 'ready-over-ipc', code: null, lastWords: '' });
  expect(await commandOf(child.pid)).toBeNull();
});

test('it is up when it prints so; all it prints goes to a log for its owner alone', async () => {
  const options = actor('ready-over-stdout');
  const child = await startChild(options);
  expect(child.ready.url).toBe('http://127.0.0.1:4000');
  await child.stop(10_000);
  expect((await child.ended).lastWords).toBe('a word to the log');
  const log = await readFile(options.logFile, 'utf8');
  expect(log.split('\n').sort()).toEqual(
    ['', '{"ready":true,"url":"http://127.0.0.1:4000"}', 'a word to the log', 'warming up'].sort(),
  );
  expect((await stat(options.logFile)).mode & 0o777).toBe(0o600);
});

test('a log is continued, not begun anew', async () => {
  const options = actor('ends-early');
  for (const _ of [1, 2]) await failureOf(startChild(options));
  expect(await readFile(options.logFile, 'utf8')).toBe('out of paper\nout of paper\n');
});

test('one that ends before it is ready is reported with its last words and its log', async () => {
  const options = actor('ends-early');
  const error = await failureOf(startChild(options));
  expect(error.message).toBe('ends-early could not start: out of paper');
  expect(error.remedy).toBe(`Its log: ${options.logFile}`);
  expect(error).toBeInstanceOf(EndedEarly);
  expect(error).toMatchObject({ end: { code: 3 } });
});

test('one that is misconfigured speaks for itself', async () => {
  const { message, remedy } = await failureOf(startChild(actor('misconfigured')));
  expect(message).toBe('The cable is unplugged.');
  expect(remedy).toBe('Plug it in,\nthen wait.');
});

test('a program that does not exist is reported', async () => {
  const options = { ...actor('absent'), command: join(folder.path, 'absent') };
  expect((await failureOf(startChild(options))).message).toContain('ENOENT');
});

test('one that is not ready in time is killed', async () => {
  const options = { ...actor('never-ready'), readyTimeoutMs: 200 };
  const { message, remedy } = await failureOf(startChild(options));
  expect(message).toBe('never-ready was not ready after 0.2 s.');
  expect(remedy).toBe(`Its log: ${options.logFile}`);
});

test('nobody waits for it any longer once the start is called off', async () => {
  const calling = new AbortController();
  const starting = startChild(actor('never-ready'), calling.signal);
  calling.abort(new Error('called off'));
  await expect(starting).rejects.toThrow('called off');
  await expect(startChild(actor('never-ready'), calling.signal)).rejects.toThrow('called off');
});

test('one that does not stop when asked is killed', async () => {
  const child = await startChild(actor('stubborn'));
  await child.stop(100);
  expect(await commandOf(child.pid)).toBeNull();
  expect((await child.ended).code).toBeNull();
});

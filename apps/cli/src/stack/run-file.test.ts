import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import {
  DEMO_FOLDER,
  findRunning,
  type RunFacts,
  readRunFile,
  removeRunFile,
  writeRunFile,
} from './run-file.ts';

let folder: TempFolder;
let other: ChildProcess;
let facts: RunFacts;

beforeEach(async () => {
  folder = await makeTempFolder();
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)']);
  await once(other, 'spawn');
  facts = {
    pid: other.pid ?? 0,
    databaseUrl: 'postgres://fairlead@127.0.0.1:5000/fairlead',
    redisUrl: 'redis://127.0.0.1:6000',
    dashboardUrl: 'http://127.0.0.1:3200',
  };
});
afterEach(async () => {
  await end(other);
  await folder.remove();
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}

test('what a running stack wrote is read back', async () => {
  await writeRunFile(folder.path, facts);
  expect(await readRunFile(folder.path)).toEqual(facts);
});

test('only its owner can read it, for it leads to the database', async () => {
  await writeRunFile(folder.path, facts);
  expect((await stat(join(folder.path, 'run.json'))).mode & 0o777).toBe(0o600);
});

test('one that is still starting is running too', async () => {
  const claim = { pid: facts.pid, databaseUrl: null, redisUrl: null, dashboardUrl: null };
  await writeRunFile(folder.path, claim);
  expect(await readRunFile(folder.path)).toEqual(claim);
});

test('nothing runs without the file, nor after its removal', async () => {
  expect(await readRunFile(folder.path)).toBeNull();
  await writeRunFile(folder.path, facts);
  await removeRunFile(folder.path);
  await removeRunFile(folder.path);
  expect(await readRunFile(folder.path)).toBeNull();
});

test('the file of a killed run says nothing', async () => {
  await writeRunFile(folder.path, facts);
  await end(other);
  expect(await readRunFile(folder.path)).toBeNull();
});

test('nor does one whose process number belongs to another program by now, or to us', async () => {
  await writeRunFile(folder.path, facts);
  const path = join(folder.path, 'run.json');
  const written: unknown = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...(written as RunFacts), command: 'another program' }));
  expect(await readRunFile(folder.path)).toBeNull();
  await writeRunFile(folder.path, { ...facts, pid: process.pid });
  expect(await readRunFile(folder.path)).toBeNull();
});

test.each(['', '{"pid":', '{"pid":1}'])('a damaged file (%j) says nothing', async (content) => {
  await writeFile(join(folder.path, 'run.json'), content);
  expect(await readRunFile(folder.path)).toBeNull();
});

test('the system is found before the demo', async () => {
  const demo = join(folder.path, DEMO_FOLDER);
  await mkdir(demo);
  expect(await findRunning(folder.path)).toBeNull();
  await writeRunFile(demo, { ...facts, dashboardUrl: 'http://127.0.0.1:3300' });
  expect((await findRunning(folder.path))?.dashboardUrl).toBe('http://127.0.0.1:3300');
  await writeRunFile(folder.path, facts);
  expect((await findRunning(folder.path))?.dashboardUrl).toBe('http://127.0.0.1:3200');
});

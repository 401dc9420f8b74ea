import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { findOnPath, isExecutable, run } from './run.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

test('a program is run to its end; both of its outputs are returned', async () => {
  const program = await writeProgram(folder.path, 'both', 'echo "to $1"; echo "to error" >&2');
  const { ok, output } = await run(program, ['out']);
  expect(ok).toBe(true);
  expect(output).toContain('to out\n');
  expect(output).toContain('to error\n');
});

test('a package manager that it runs asks no questions', async () => {
  const program = await writeProgram(folder.path, 'ask', 'echo $DEBIAN_FRONTEND');
  expect(await run(program, [])).toEqual({ ok: true, output: 'noninteractive\n' });
});

test('a failing program is a failure with its output', async () => {
  const program = await writeProgram(folder.path, 'fails', 'echo no such thing; exit 3');
  expect(await run(program, [])).toEqual({ ok: false, output: 'no such thing\n' });
});

test('a missing program is a failure, not an exception', async () => {
  const { ok, output } = await run(join(folder.path, 'nowhere'), []);
  expect(ok).toBe(false);
  expect(output).toContain('ENOENT');
});

test('a program that takes too long is ended', async () => {
  expect((await run('/bin/sh', ['-c', 'exec sleep 60'], 50)).ok).toBe(false);
});

test('the first name that stands anywhere on PATH is found', async () => {
  const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
  await writeProgram(first, 'less-wanted');
  const wanted = await writeProgram(second, 'wanted');
  vi.stubEnv('PATH', `${first}::${second}`);
  expect(await findOnPath(['wanted', 'less-wanted'])).toBe(wanted);
  expect(await findOnPath(['absent', 'less-wanted'])).toBe(join(first, 'less-wanted'));
  expect(await findOnPath(['absent'])).toBeNull();
});

test('neither a folder nor a file without the right to run it is a program', async () => {
  await mkdir(join(folder.path, 'chromium'));
  vi.stubEnv('PATH', folder.path);
  expect(await findOnPath(['chromium'])).toBeNull();
  expect(await isExecutable(folder.path)).toBe(false);
  expect(await isExecutable(import.meta.filename)).toBe(false);
});

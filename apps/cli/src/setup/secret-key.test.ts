import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { ensureSecretKey } from './secret-key.ts';

let folder: TempFolder;
let stateDir: string;
let keyFile: string;

beforeEach(async () => {
  folder = await makeTempFolder();
  stateDir = join(folder.path, 'state');
  keyFile = join(stateDir, 'secret.key');
});
afterEach(() => folder.remove());

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

test('it is made once, for its owner alone, and used again', async () => {
  const first = await ensureSecretKey(undefined, stateDir);
  expect(await modeOf(keyFile)).toBe(0o600);
  expect(await modeOf(stateDir)).toBe(0o700);
  expect(await readFile(keyFile, 'utf8')).toBe(`${first.reveal()}\n`);
  expect(() => createVault(first)).not.toThrow();
  const second = await ensureSecretKey(undefined, stateDir);
  expect(second.reveal()).toBe(first.reveal());
});

test('two state folders have two keys', async () => {
  const first = await ensureSecretKey(undefined, stateDir);
  const second = await ensureSecretKey(undefined, join(folder.path, 'other'));
  expect(second.reveal()).not.toBe(first.reveal());
});

test('a configured key leaves no file', async () => {
  const key = new Secret('given');
  expect(await ensureSecretKey(key, stateDir)).toBe(key);
  await expect(stat(keyFile)).rejects.toThrow('ENOENT');
});

test('one that others can read is refused', async () => {
  await ensureSecretKey(undefined, stateDir);
  await chmod(keyFile, 0o640);
  await expect(ensureSecretKey(undefined, stateDir)).rejects.toMatchObject({
    message: `${keyFile} can be read by others on this machine.`,
    remedy: `Run: chmod 600 ${keyFile}`,
  });
});

test('one that cannot be read is not replaced by another', async () => {
  await mkdir(keyFile, { recursive: true });
  await expect(ensureSecretKey(undefined, stateDir)).rejects.toMatchObject({
    message: expect.stringContaining(`${keyFile} cannot be read`),
  });
});

test('one that was cut short is refused when it is used', async () => {
  await mkdir(stateDir);
  await writeFile(keyFile, '', { mode: 0o600 });
  const key = await ensureSecretKey(undefined, stateDir);
  expect(() => createVault(key)).toThrow('FAIRLEAD_SECRET_KEY holds 0 bytes');
});

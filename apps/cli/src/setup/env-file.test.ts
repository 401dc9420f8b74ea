import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { changeEnvFile } from './env-file.ts';

let folder: TempFolder;
let path: string;

beforeEach(async () => {
  folder = await makeTempFolder();
  path = join(folder.path, '.env');
});
afterEach(() => folder.remove());

const modeOf = async (): Promise<number> => (await stat(path)).mode & 0o777;

test('a new file is for its owner alone', async () => {
  await changeEnvFile(path, { FAIRLEAD_LLM_API_KEY: 'sk-invented' });
  expect(await readFile(path, 'utf8')).toBe('FAIRLEAD_LLM_API_KEY=sk-invented\n');
  expect(await modeOf()).toBe(0o600);
});

test('one that others could read no longer is, and keeps its comments', async () => {
  await writeFile(path, '# mine\nREDIS_URL=redis://localhost\n');
  await chmod(path, 0o644);
  await changeEnvFile(path, { FAIRLEAD_TARGET: 'sandbox' });
  expect(await readFile(path, 'utf8')).toBe('# mine\nREDIS_URL=redis://localhost\nFAIRLEAD_TARGET=sandbox\n');
  expect(await modeOf()).toBe(0o600);
  expect(await readdir(folder.path)).toEqual(['.env']);
});

test('a link stays one', async () => {
  const real = join(folder.path, 'real');
  await writeFile(real, '');
  await symlink(real, path);
  await changeEnvFile(path, { FAIRLEAD_TARGET: 'sandbox' });
  expect(await readFile(real, 'utf8')).toBe('FAIRLEAD_TARGET=sandbox\n');
});

test('what could not be read back is refused without being shown, and nothing is written', async () => {
  const failure = await changeEnvFile(path, { FAIRLEAD_LLM_API_KEY: '\'hush`"\n' }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    name: 'Misconfigured',
    remedy: expect.stringContaining('FAIRLEAD_LLM_API_KEY_FILE'),
  });
  expect(String(failure)).not.toContain('hush');
  expect(await readdir(folder.path)).toEqual([]);
});

test('a path that is no file is a matter for the operator', async () => {
  await mkdir(path);
  await expect(changeEnvFile(path, { FAIRLEAD_TARGET: 'sandbox' })).rejects.toMatchObject({
    name: 'Misconfigured',
    message: expect.stringContaining('cannot be written'),
  });
});

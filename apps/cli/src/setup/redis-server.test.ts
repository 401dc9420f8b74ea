import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { recordingOutput } from '../testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { ensureRedisServer } from './redis-server.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
  vi.stubEnv('PATH', folder.path);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

test('Redis is preferred, Valkey will do', async () => {
  const valkey = await writeProgram(folder.path, 'valkey-server');
  expect(await ensureRedisServer(recordingOutput())).toBe(valkey);
  const redis = await writeProgram(folder.path, 'redis-server');
  expect(await ensureRedisServer(recordingOutput())).toBe(redis);
});

test('when there is none, it is installed', async () => {
  const program = `${folder.path}/redis-server`;
  await writeProgram(folder.path, 'brew', `echo '#!/bin/sh' >'${program}' && /bin/chmod 755 '${program}'`);
  const out = recordingOutput();
  expect(await ensureRedisServer(out)).toBe(program);
  expect(out.said).toEqual(['step: Installing Redis: brew install redis (up to a minute)']);
});

test('an installation that leaves nothing on PATH is said so', async () => {
  await writeProgram(folder.path, 'brew');
  await expect(ensureRedisServer(recordingOutput())).rejects.toMatchObject({
    message: 'Redis was installed but is not on PATH.',
    remedy: 'Add it to PATH, or set REDIS_URL.',
  });
});

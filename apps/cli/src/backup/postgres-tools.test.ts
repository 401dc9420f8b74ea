import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeProgram } from '../testing/fake-program.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { findTool, libpqEnvironment, newestTool, runTool } from './postgres-tools.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

/** PATH holds pg_dump of these versions, one to a folder, beside what the machine has elsewhere. */
async function withVersions(...versions: string[]): Promise<void> {
  for (const version of versions)
    await writeProgram(`${folder.path}/${version}`, 'pg_dump', `echo "pg_dump (PostgreSQL) ${version} (x)"`);
  vi.stubEnv('PATH', versions.map((version) => `${folder.path}/${version}`).join(':'));
}

test('the oldest version that is new enough is taken', async () => {
  await withVersions('99.1', '97.2', '98.0');
  expect(await findTool('pg_dump', 98)).toBe(`${folder.path}/98.0/pg_dump`);
  expect(await newestTool('pg_dump')).toBe(`${folder.path}/99.1/pg_dump`);
});

test('where all are too old it says which there are, and what to install', async () => {
  await withVersions('97.2');
  await expect(findTool('pg_dump', 98)).rejects.toMatchObject({
    message: expect.stringMatching(/^There is no pg_dump of version 98 or newer \(here: .*97\)\.$/),
    remedy: expect.stringContaining('postgresql-client-98'),
  });
});

test('a tool that fails ends its output with an error that says why', async () => {
  const path = await writeProgram(folder.path, 'pg_dump', 'echo half; echo "no room" >&2; exit 1');
  await expect(Readable.from(runTool(path, { args: [] })).toArray()).rejects.toThrow(
    `${path} failed: no room`,
  );
});

test('a tool starts when its output is asked for, so that none is lost', async () => {
  const mark = `${folder.path}/started`;
  const path = await writeProgram(folder.path, 'pg_restore', `: >'${mark}'; /bin/cat`);
  await writeFile(`${folder.path}/input`, 'everything');
  const output = runTool(path, { args: [], input: `${folder.path}/input` });
  expect(existsSync(mark)).toBe(false);
  expect(Buffer.concat(await Readable.from(output).toArray()).toString()).toBe('everything');
});

test('the password travels in the environment', () => {
  expect(libpqEnvironment('postgres://fair:p%40ss@db.example:6543/lead?sslmode=require')).toEqual({
    PGHOST: 'db.example',
    PGPORT: '6543',
    PGUSER: 'fair',
    PGPASSWORD: 'p@ss',
    PGDATABASE: 'lead',
    PGSSLMODE: 'require',
  });
});

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { readServerFacts } from '@fairlead/db/server-check';
import { passwordContext } from '@fairlead/shared/domain/account';
import { createVault, generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { addAccount, addCampaign, addDeal, openMigratedDatabase } from '@fairlead/testing/builders';
import { IMAGES } from '@fairlead/testing/containers';
import { createTestDatabase } from '@fairlead/testing/postgres';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { findTool } from '../src/backup/postgres-tools.ts';
import { openToReplace } from '../src/stack/place.ts';
import { writeProgram } from '../src/testing/fake-program.ts';
import { recordingOutput } from '../src/testing/recording-output.ts';
import { makeTempFolder, type TempFolder } from '../src/testing/temp-folder.ts';
import { type CliEnd, type CliSettings, startCli } from './run-cli.ts';

const KEY = generateMasterKey();
const EMAIL = 'operator@fairlead.example';

let folder: TempFolder;
let file: string;

beforeEach(async () => {
  folder = await makeTempFolder();
  file = join(folder.path, 'backup');
});
afterEach(() => folder.remove());

const call = (args: readonly string[], settings: CliSettings): Promise<CliEnd> =>
  startCli(folder.path, [...args], { FAIRLEAD_SECRET_KEY: KEY, ...settings }).ended;

const stateOf = (name: string): CliSettings => ({ FAIRLEAD_STATE_DIR: join(folder.path, name) });

async function fill(db: Database): Promise<void> {
  const passwordSealed = createVault(new Secret(KEY)).seal('hush', passwordContext(EMAIL));
  const accountId = await addAccount(db, { email: EMAIL, passwordSealed });
  await addDeal(db, { campaignId: await addCampaign(db, [accountId]), accountId, state: 'PENDING' });
}

async function expectRestored(db: Database): Promise<void> {
  expect(await db.selectFrom('deal').select('state').execute()).toEqual([{ state: 'PENDING' }]);
  expect(await db.selectFrom('account').select(['email', 'health']).execute()).toEqual([
    { email: EMAIL, health: 'stopped' },
  ]);
}

test('the embedded database: there, back, and what is refused on the way', async () => {
  const wanted = { DATABASE_URL: undefined, FAIRLEAD_STATE_DIR: join(folder.path, 'a') };
  const nothing = await call(['backup', file], stateOf('a'));
  expect(nothing).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('There is no embedded database'),
  });
  const place = await openToReplace(wanted, recordingOutput());
  await migrate(place.db);
  await fill(place.db);
  await place.close();

  const { code, stdout, stderr } = await call(['backup', file, '--json'], stateOf('a'));
  expect({ code, report: JSON.parse(stdout) }).toMatchObject({
    code: 0,
    report: { file, rows: { deal: 1 } },
  });
  expect(stderr).toContain('keep a copy of FAIRLEAD_SECRET_KEY elsewhere');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder.path)).filter((name) => name.startsWith('backup'))).toEqual([
    'backup',
    'backup.json',
  ]);
  expect(await readFile(file, 'utf8')).not.toContain(KEY);
  expect(await call(['backup', file], stateOf('a'))).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('--force'),
  });

  const restored = await call(['restore', file, '--json'], stateOf('b'));
  expect(restored.stderr).toContain('Every account is stopped.');
  expect(restored.stderr).not.toContain('is not here');
  expect(restored.code).toBe(0);
  const again = await openToReplace(
    { ...wanted, FAIRLEAD_STATE_DIR: join(folder.path, 'b') },
    recordingOutput(),
  );
  await expectRestored(again.db);
  await again.close();
  await writeFile(file, `${await readFile(file, 'utf8')}\n`);
  expect(await call(['restore', file, '--force'], stateOf('b'))).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('is not as it was written'),
  });
}, 240_000);

/** PATH with the client programs of the server's version: this machine's, else those of the server's image. */
async function pathWithTools(db: Database): Promise<string> {
  const { PATH = '' } = process.env;
  const { major } = await readServerFacts(db);
  const isHere = await findTool('pg_dump', major).then(
    () => true,
    () => false,
  );
  if (isHere) return PATH;
  const passed = ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGDATABASE']
    .map((name) => `-e ${name}`)
    .join(' ');
  for (const tool of ['pg_dump', 'pg_restore'])
    await writeProgram(
      join(folder.path, 'bin'),
      tool,
      `[ "$1" = --version ] && echo "${tool} (PostgreSQL) ${major}" && exit
      exec docker run --rm -i --network host ${passed} ${IMAGES.postgres} ${tool} "$@"`,
    );
  return `${join(folder.path, 'bin')}:${PATH}`;
}

test('a real server: in the custom format of pg_dump', async (context) => {
  if (inject('postgresKind') === 'pglite') context.skip('the embedded Postgres does not speak with pg_dump');
  const source = await openMigratedDatabase('cli_backup');
  const target = await createTestDatabase('cli_restore');
  await fill(source.db);
  const PATH = await pathWithTools(source.db);

  const backedUp = await call(['backup', file], { PATH, DATABASE_URL: source.url });
  expect(backedUp.code, backedUp.stderr).toBe(0);
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('PGDMP');
  const busy = await source.db.startTransaction().execute();
  const used = await call(['restore', file, '--force'], { PATH, DATABASE_URL: source.url });
  expect(used).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('other connections use this database'),
  });
  await busy.rollback().execute();
  const restored = await call(['restore', file], { PATH, DATABASE_URL: target.url });
  expect(restored.code, restored.stderr).toBe(0);
  const db = await connectDatabase(target.url, { max: 1 });
  await expectRestored(db);
  await db.destroy();

  const embedded = await call(['restore', file], { PATH, ...stateOf('c') });
  expect(embedded.code, embedded.stderr).toBe(0);
  await source.drop();
  await target.drop();
}, 240_000);

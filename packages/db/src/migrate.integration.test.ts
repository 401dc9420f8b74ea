import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDatabase, type Database } from './database.ts';
import { isSchemaCurrent, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

let database: TestDatabase;
let first: Database;
let second: Database;

beforeEach(async () => {
  database = await createTestDatabase('migrate');
  first = await connectDatabase(database.url);
  second = await connectDatabase(database.url);
});
afterEach(async () => {
  await Promise.all([first.destroy(), second.destroy()]);
  await database.drop();
});

const ALL = Object.keys(MIGRATIONS);

test('runs every migration once', async () => {
  expect(await migrate(first)).toEqual(ALL);
  expect(await migrate(first)).toEqual([]);
  expect(await migrate(second)).toEqual([]);
});

test('may be called by several processes at once', async () => {
  const ran = await Promise.all([migrate(first), migrate(second), migrate(first)]);
  expect(ran.flat().sort()).toEqual(ALL);
});

test('refuses a database that a newer program wrote', async () => {
  await migrate(first);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
    first,
  );
  const refusal = await migrate(first).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Misconfigured);
  expect(refusal).toMatchObject({
    message: 'The database was written by a newer Fairlead than this one.',
    remedy: expect.stringContaining('Update this program'),
  });
});

test('whether the schema is current can be asked without changing it', async () => {
  expect(await isSchemaCurrent(first)).toBe(false);
  const { rows } = await sql`select 1 from pg_tables where schemaname = current_schema()`.execute(first);
  expect(rows).toEqual([]);
  await migrate(first);
  expect(await isSchemaCurrent(second)).toBe(true);
  await sql`delete from kysely_migration`.execute(first);
  expect(await isSchemaCurrent(first)).toBe(false);
});

test('a schema that is newer than the program is no current one', async () => {
  await migrate(first);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
    first,
  );
  await expect(isSchemaCurrent(first)).rejects.toThrow('written by a newer Fairlead');
});

test('leaves nothing behind when it fails', async () => {
  await sql`create table deal (id integer)`.execute(first);
  await expect(migrate(first)).rejects.toThrow(/already exists/);
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename not like 'kysely%'`.execute(first);
  expect(rows).toEqual([{ name: 'deal' }]);
});

test('migrations are named in the order in which they run', () => {
  expect(ALL).toEqual([...ALL].sort());
  for (const name of ALL) expect(name).toMatch(/^\d{4}-[a-z-]+$/);
});

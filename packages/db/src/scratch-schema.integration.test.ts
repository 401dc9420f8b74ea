import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { createScratchSchema } from './scratch-schema.ts';

const NAME = 'scratch_schema_under_test';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('scratch_schema');
});
afterEach(() => database.drop());

async function schemas(): Promise<number> {
  const db = await connectDatabase(database.url, { max: 1 });
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${NAME}`.execute(db);
  await db.destroy();
  return rows.length;
}

test('has a schema of its own, gone with all its tables in the end', async () => {
  const scratch = await createScratchSchema(database.url, NAME);
  const db = await connectDatabase(scratch.url, { max: 1 });
  expect(await migrate(db)).toEqual(Object.keys(MIGRATIONS));
  await db.destroy();
  expect(await schemas()).toBe(1);
  await scratch.drop();
  expect(await schemas()).toBe(0);
});

test('replaces what an earlier run left behind', async () => {
  const first = await connectDatabase((await createScratchSchema(database.url, NAME)).url, { max: 1 });
  await migrate(first);
  await first.destroy();
  const { url, drop } = await createScratchSchema(database.url, NAME);
  const second = await connectDatabase(url, { max: 1 });
  expect(await migrate(second)).toEqual(Object.keys(MIGRATIONS));
  await second.destroy();
  await drop();
});

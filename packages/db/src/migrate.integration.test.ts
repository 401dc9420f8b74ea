import { Misconfigured } from '@fairlead/shared/runtime/errors';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addVector,
  NOW,
} from '@fairlead/testing/builders';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { connectDatabase, type Database } from './database.ts';
import { isSchemaCurrent, migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { readPlanSnapshot } from './repositories/snapshot.ts';

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

test('a schema that a newer program has added to will do: an older worker may start again', async () => {
  await migrate(first);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(
    first,
  );
  expect(await isSchemaCurrent(first)).toBe(true);
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

/** What a later version may add, to every table there is. */
const LATER: Readonly<Record<string, Migration>> = {
  ...MIGRATIONS,
  '9999-later': {
    up: async (db) => {
      const { rows } = await sql<{ name: string }>`
        select tablename as name from pg_tables
        where schemaname = current_schema() and tablename not like 'kysely%'`.execute(db);
      for (const { name } of rows) {
        await sql`alter table ${sql.table(name)} add column later_a text, add column later_b int not null default 1`.execute(
          db,
        );
      }
      await sql`create table later (id int primary key, lead_id int references lead on delete cascade)`.execute(
        db,
      );
    },
  },
};

test('an older program works on, and starts again, on a schema that a newer one has added to', async () => {
  await migrate(first);
  const [accountId, campaign] = [await addAccount(first), await addCampaign(first)];
  expect(await migrate(second, { migrations: LATER })).toEqual(['9999-later']);
  const restarted = await connectDatabase(database.url);
  for (const db of [first, restarted]) {
    const { leadId, dealId } = await addDeal(db, { campaignId: campaign, accountId, state: 'CONNECTED' });
    const messageId = await addFrozenMessage(db, dealId);
    await addAction(db, { kind: 'message', state: 'done', accountId, leadId, dealId, messageId });
    await addVector(db, leadId);
    const snapshot = await readPlanSnapshot(db, { embeddingModel: 'm', countUpTo: 10 }, NOW);
    expect(snapshot.accounts).toHaveLength(1);
  }
  await restarted.destroy();
});

test('a migration does not wait long for a table in use, and changes nothing then', async (context) => {
  if (inject('postgresKind') === 'pglite') context.skip('transactions of the embedded Postgres never meet');
  await migrate(first);
  const holder = await second.startTransaction().execute();
  await sql`select * from lead`.execute(holder);
  const refusal = await migrate(first, { migrations: LATER, lockTimeoutMs: 100 }).catch(
    (error: unknown) => error,
  );
  await holder.rollback().execute();
  expect(refusal).toBeInstanceOf(Misconfigured);
  expect(refusal).toMatchObject({ message: expect.stringContaining('lock timeout') });
  expect(await migrate(first)).toEqual([]);
});

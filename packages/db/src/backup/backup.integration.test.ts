import { Readable } from 'node:stream';
import { DEFAULT_LIMITS, quotasFor } from '@fairlead/shared/domain/limits';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addVector,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';

import { lifeOf, listRestorations } from '../repositories/restorations.ts';
import { spentActions } from '../repositories/spent.ts';
import { dumpSql } from './dump.ts';
import { type LoadOptions, loadBackup } from './load.ts';
import { countRows, type RowCounts } from './row-counts.ts';
import { readStatements } from './statements.ts';

const HOUR_MS = 3_600_000;
const RESTORED = new Date(NOW.getTime() + 30 * HOUR_MS);
const TEXT = "It's “fine”;\r\n-- C:\\temp $$\nBye.";

let source: MigratedDatabase;
let accountId: number;
let script: string;
let counts: RowCounts;
let target: TestDatabase;
let db: Database;

beforeAll(async () => {
  source = await openMigratedDatabase('backup_source');
  accountId = await addAccount(source.db);
  const campaignId = await addCampaign(source.db, [accountId], { productDocs: TEXT });
  const { leadId, dealId } = await addDeal(source.db, { campaignId, accountId, state: 'CONNECTED' });
  await addVector(source.db, leadId);
  await addFrozenMessage(source.db, dealId, TEXT);
  await addAction(source.db, { kind: 'invite', state: 'done', accountId, leadId, dealId });
  // The ledger keeps the token of its time: no row could be written under it today.
  await sql`update account set fencing_token = fencing_token + 5`.execute(source.db);
  await sql`insert into dashboard_session values ('sid', '{}', now())`.execute(source.db);
  script = await source.db.transaction().execute(async (trx) => {
    counts = await countRows(trx);
    return (await Readable.from(dumpSql(trx)).toArray()).join('');
  });
});
afterAll(() => source.drop());
beforeEach(async () => {
  target = await createTestDatabase('backup_target');
  db = await connectDatabase(target.url, { max: 1 });
});
afterEach(async () => {
  await db.destroy();
  await target.drop();
});

const load = (options: Partial<LoadOptions> = {}, text = script) =>
  loadBackup(db, readStatements(Readable.from([text])), {
    force: false,
    expected: counts,
    now: RESTORED,
    ...options,
  });

const refusal = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

async function rowsOf(database: Database, table: string): Promise<unknown[]> {
  const { rows } = await sql`select t::text as row from ${sql.table(table)} t order by 1`.execute(database);
  return rows;
}

test('what is restored is what was backed up, without the sessions', async () => {
  const { rows, migrated, backedUpAt } = await load();
  expect({ rows, migrated, backedUpAt }).toEqual({ rows: counts, migrated: [], backedUpAt: NOW });
  expect(counts).toMatchObject({ account: 1, deal: 1, message: 1, action: 1, embedding: 1 });
  const changed = ['account', 'restoration'];
  for (const table of Object.keys(counts).filter((name) => !changed.includes(name))) {
    expect(await rowsOf(db, table), table).toEqual(await rowsOf(source.db, table));
  }
  expect(await rowsOf(db, 'dashboard_session')).toEqual([]);
});

test('new rows get numbers of their own, and the rules hold', async () => {
  await load();
  expect(await addAccount(db, { email: 'new@fairlead.example', handle: 'new' })).toBe(accountId + 1);
  await expect(sql`update deal set state = 'NEW'`.execute(db)).rejects.toThrow(/cannot go from CONNECTED/);
});

test('accounts wait for a human, and the lost life counts against their limits', async () => {
  await load();
  expect(await db.selectFrom('account').select(['health', 'health_reason']).execute()).toEqual([
    { health: 'stopped', health_reason: expect.stringContaining(`backup of ${NOW.toISOString()}`) },
  ]);
  expect(await listRestorations(db)).toMatchObject([{ backedUpAt: NOW, restoredAt: RESTORED }]);
  expect(await lifeOf(source.db)).toBe('first');
  expect(await lifeOf(db)).toBe(`restored-${RESTORED.getTime()}`);
  // 30 hours are two days begun, and one invitation is known.
  const spent = await spentActions(db, accountId, 'invite', quotasFor('invite', DEFAULT_LIMITS), RESTORED);
  expect(spent).toHaveLength(41);
  expect(new Set(spent.map(({ token }) => token)).size).toBe(41);
  const later = new Date(RESTORED.getTime() + 8 * 24 * HOUR_MS);
  expect(await spentActions(db, accountId, 'invite', quotasFor('invite', DEFAULT_LIMITS), later)).toEqual([]);
});

test('a database that holds something is replaced only by force, and kept when the backup is broken', async () => {
  await load();
  expect(await refusal(load())).toMatchObject({ remedy: expect.stringContaining('--force') });
  await expect(load({ force: true }, `${script}select broken;\n`)).rejects.toThrow(/broken/);
  expect(await listRestorations(db)).toHaveLength(1);
  await load({ force: true });
  expect(await rowsOf(db, 'lead')).toEqual(await rowsOf(source.db, 'lead'));
});

test.each([
  {
    what: 'a newer Fairlead',
    text: () => `${script}insert into kysely_migration values ('9999-later', 'x');\n`,
    says: /does not know 9999-later/,
  },
  { what: 'another program', text: () => 'create table t (id int);\n', says: /not a backup of Fairlead/ },
  {
    what: 'pg_dump with COPY',
    text: () => 'COPY public.lead (id) FROM stdin;\n1\n\\.\n',
    says: /not inserts/,
  },
  {
    what: 'half a backup',
    text: () => script.replace(/insert into "action" [\s\S]*?\);\n/, ''),
    says: /not complete: action 0 of 1/,
  },
])('the backup of $what is refused, and leaves nothing behind', async ({ text, says }) => {
  await expect(load({}, text())).rejects.toThrow(says);
  expect(await countRows(db)).toEqual({});
});

test('a backup from before a migration is brought up to date', async () => {
  const entries = Object.entries(MIGRATIONS);
  const newest = entries.at(-1)?.[0] ?? '';
  const old = await createTestDatabase('backup_old');
  const oldDb = await connectDatabase(old.url, { max: 1 });
  await migrate(oldDb, { migrations: Object.fromEntries(entries.slice(0, -1)) });
  const oldScript = await oldDb.transaction().execute((trx) => Readable.from(dumpSql(trx)).toArray());
  await oldDb.destroy();
  await old.drop();
  expect((await load({ expected: null }, oldScript.join(''))).migrated).toEqual([newest]);
});

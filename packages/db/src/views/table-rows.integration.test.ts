import { addLead, addVector, type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RowKey, type RowSource, readDocument, readRow, readRows, readRowsById } from './table-rows.ts';
import { readTableSizes } from './table-sizes.ts';

const LEADS: RowSource = {
  table: 'lead',
  key: ['id'],
  columns: [
    { name: 'id', kind: 'plain' },
    { name: 'public_id', kind: 'text' },
    { name: 'profile', kind: 'document' },
  ],
};
const VECTORS: RowSource = {
  table: 'embedding',
  key: ['lead_id', 'model'],
  columns: [
    { name: 'lead_id', kind: 'plain' },
    { name: 'model', kind: 'plain' },
    { name: 'vector', kind: 'vector' },
  ],
};
const LONG = 'wind '.repeat(20_000);

let database: MigratedDatabase;
const ids: number[] = [];
beforeAll(async () => {
  database = await openMigratedDatabase('table rows');
  for (let i = 0; i < 23; i++) {
    const { leadId } = await addLead(database.db, i === 0 ? { summary: LONG } : {});
    ids.push(leadId);
    for (const model of ['a', 'b:c'].slice(0, (i % 2) + 1)) await addVector(database.db, leadId, { model });
  }
});
afterAll(() => database.drop());

async function walk(source: RowSource, limit: number): Promise<RowKey[]> {
  const found: RowKey[] = [];
  for (;;) {
    const before = found.at(-1);
    const rows = await readRows(database.db, source, { limit, ...(before ? { before } : {}) });
    found.push(...rows.map((row) => source.key.map((name) => row[name] as number | string)));
    if (rows.length < limit) return found;
  }
}

test.each([LEADS, VECTORS])(
  'pages of $table of any size hold every row once, newest first',
  async (source) => {
    const whole = await walk(source, 1_000);
    expect(whole).toHaveLength(source === LEADS ? 23 : 34);
    const inOrder = whole.toSorted(
      ([a = 0, x = ''], [b = 0, y = '']) => Number(b) - Number(a) || (x < y ? 1 : -1),
    );
    expect(whole).toEqual(inOrder);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
        expect(await walk(source, limit)).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  },
);

test('rows are looked up by a value that is only ever a value', async () => {
  const value = "x' or '1'='1";
  expect(await readRows(database.db, LEADS, { where: { column: 'public_id', value }, limit: 5 })).toEqual([]);
  const where = { column: 'lead_id', value: ids[1] ?? 0 };
  expect(await readRows(database.db, VECTORS, { where, limit: 5 })).toHaveLength(2);
  const wanted = [ids[3] ?? 0, 999_999, ids[2] ?? 0];
  const found = await readRowsById(database.db, LEADS, wanted);
  expect(found.map(({ id }) => id)).toEqual([ids[3], ids[2]]);
});

test('one row is whole, but for a document that is long, and a vector', async () => {
  const row = await readRow(database.db, LEADS, [ids[0] ?? 0]);
  expect(String(row?.profile)).toHaveLength(20_001);
  const document = await readDocument(database.db, LEADS, [ids[0] ?? 0], 'profile');
  expect(JSON.parse(document ?? '')).toMatchObject({ summary: LONG });
  const short = await readRow(database.db, LEADS, [ids[1] ?? 0]);
  expect(String(short?.profile)).toMatch(/^\{\n {4}"/);
  expect(await readRow(database.db, VECTORS, [ids[1] ?? 0, 'b:c'])).toMatchObject({ vector: 384 });
  expect(await readRow(database.db, LEADS, [999_999])).toBeNull();
});

test('a list fetches neither documents nor vectors', async () => {
  const [newest] = await readRows(database.db, LEADS, { limit: 1 });
  expect(newest?.profile).toBeTypeOf('number');
});

test('small tables are counted, large ones are guessed', async () => {
  const { db } = database;
  expect((await readTableSizes(db, ['lead', 'deal'])).get('lead')).toEqual({ kind: 'exactly', rows: 23 });
  await sql`insert into company (name, urn, created_at)
    select 'c', 'urn:' || n, now() from generate_series(1, 1500) as n`.execute(db);
  expect((await readTableSizes(db, ['company'])).get('company')).toEqual({ kind: 'more-than', rows: 1_000 });
  await sql`analyze company`.execute(db);
  expect((await readTableSizes(db, ['company'])).get('company')).toEqual({ kind: 'about', rows: 1_500 });
});

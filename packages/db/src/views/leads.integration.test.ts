import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { closeLead, discoverLeads } from '../repositories/leads.ts';
import { type LeadQuery, listLeads } from './leads.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
let database: TestDatabase;
let db: Database;

// Ids 1 to 20; every fifth is called rare, every even one is closed.
beforeAll(async () => {
  database = await createTestDatabase('views leads');
  db = await connectDatabase(database.url);
  await migrate(db);
  for (let id = 1; id <= 20; id++) {
    await discoverLeads(db, [id % 5 === 0 ? `rare-${id}` : `common_${id}`], NOW, null);
    if (id % 2 === 0) await closeLead(db, id, 'inaccessible');
  }
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function page(query: Omit<LeadQuery, 'limit'>, limit: number, searchWindow?: number) {
  const { rows, ...rest } = await listLeads(db, { ...query, limit }, searchWindow);
  return { ids: rows.map(({ id }) => id), ...rest };
}

test('the newest rows come first, with a way on and no way back', async () => {
  expect(await page({}, 3)).toEqual({ ids: [20, 19, 18], older: 18, newer: null, partial: false });
});

test('older and newer pages meet', async () => {
  expect(await page({ from: { direction: 'older', id: 18 } }, 3)).toEqual({
    ids: [17, 16, 15],
    older: 15,
    newer: 17,
    partial: false,
  });
  expect(await page({ from: { direction: 'newer', id: 14 } }, 3)).toEqual({
    ids: [17, 16, 15],
    older: 15,
    newer: 17,
    partial: false,
  });
  expect(await page({ from: { direction: 'newer', id: 17 } }, 3)).toEqual({
    ids: [20, 19, 18],
    older: 18,
    newer: null,
    partial: false,
  });
  expect(await page({ from: { direction: 'older', id: 4 } }, 3)).toEqual({
    ids: [3, 2, 1],
    older: null,
    newer: 3,
    partial: false,
  });
});

test('state and text narrow the rows; text is taken literally', async () => {
  expect((await page({ state: 'disqualified' }, 20)).ids).toHaveLength(10);
  expect((await page({ state: 'url-only', text: 'RARE' }, 20)).ids).toEqual([15, 5]);
  expect((await page({ text: 'common_' }, 20)).ids).toHaveLength(16);
  expect((await page({ text: 'n_1' }, 20)).ids).toEqual([19, 18, 17, 16, 14, 13, 12, 11, 1]);
  expect((await page({ text: '%' }, 20)).ids).toEqual([]);
});

test('a text is looked for in a window, and the search can go on behind it', async () => {
  const first = await page({ text: 'rare' }, 20, 8);
  expect(first).toEqual({ ids: [20, 15], older: 13, newer: null, partial: true });
  const second = await page({ text: 'rare', from: { direction: 'older', id: 13 } }, 20, 8);
  expect(second).toEqual({ ids: [10, 5], older: 5, newer: 10, partial: true });
  const last = await page({ text: 'rare', from: { direction: 'older', id: 5 } }, 20, 8);
  expect(last).toEqual({ ids: [], older: null, newer: 5, partial: false });
});

test('a full page inside the window goes on after its last row', async () => {
  expect(await page({ text: 'rare' }, 1, 8)).toEqual({ ids: [20], older: 20, newer: null, partial: false });
});

import { type CatalogColumn, readCatalogColumns, readWholeIndexes } from '@fairlead/db/testing/catalog';
import { type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TABLES, TABLES_LEFT_OUT } from './tables.ts';

let database: MigratedDatabase;
let columns: CatalogColumn[];

beforeAll(async () => {
  database = await openMigratedDatabase('data tables');
  columns = await readCatalogColumns(database.db);
});
afterAll(() => database.drop());

test('every table of the database has a page, or a reason why it has none', () => {
  const there = [...new Set(columns.map(({ table }) => table))].sort();
  const decided = [...TABLES.map(({ table }) => table), ...Object.keys(TABLES_LEFT_OUT)].sort();
  expect(decided).toEqual(there);
});

test.each(TABLES.map((spec) => [spec.table, spec] as const))(
  'every column of %s is shown, or hidden for a reason',
  (table, spec) => {
    const there = columns.filter((column) => column.table === table).map(({ name }) => name);
    const decided = [...spec.columns.map(({ name }) => name), ...Object.keys(spec.hidden)];
    expect(decided.sort()).toEqual(there.sort());
    const names = spec.columns.map(({ name }) => name);
    for (const name of [...spec.listed, ...spec.key, ...spec.lookups.map(({ column }) => column)])
      expect(names).toContain(name);
  },
);

test('bytes are never shown, nor what is called a secret', () => {
  const shown = TABLES.flatMap(({ table, columns: own }) => own.map(({ name }) => ({ table, name })));
  for (const { table, name } of shown) {
    const column = columns.find((one) => one.table === table && one.name === name);
    expect(column?.type, `${table}.${name}`).not.toBe('bytea');
    expect(name).not.toMatch(/password|sealed|secret|hash|session|cookie/);
  }
});

test('JSON and vectors are read as what they are', () => {
  for (const { table, columns: own } of TABLES) {
    for (const { name, kind } of own) {
      const type = columns.find((one) => one.table === table && one.name === name)?.type;
      expect(kind === 'json' || kind === 'document', `${table}.${name}`).toBe(type === 'jsonb');
      expect(kind === 'vector', `${table}.${name}`).toBe(type === 'vector');
    }
  }
});

test('what rows are looked up by leads an index over all of them, and so does the key', async () => {
  const rows = await readWholeIndexes(database.db);
  for (const { table, key, lookups } of TABLES) {
    const indexes = rows.filter((index) => index.table === table);
    expect(
      indexes.some(({ columns: own }) => own.join() === key.join()),
      `${table} by its key`,
    ).toBe(true);
    for (const { column } of lookups)
      expect(
        indexes.some(({ columns: own }) => own[0] === column),
        `${table}.${column}`,
      ).toBe(true);
  }
});

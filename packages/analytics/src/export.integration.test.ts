import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Database } from '@fairlead/db/database';
import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  type MigratedDatabase,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildModels } from './build.ts';
import { EXPORT_FORMATS, exportModel } from './export.ts';
import { type Model, readModels } from './models.ts';

const SCHEMA = 'analytics_export_test';
const HEADLINES = ['=HYPERLINK("https://evil.example")', 'Two\nlines, "quoted"', 'Größe 日本', null];

let database: MigratedDatabase;
let db: Database;
let folder: string;
let model: Model;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-export-'));
  database = await openMigratedDatabase('analytics-export');
  ({ db } = database);
  const models = await readModels();
  await buildModels(db, models, SCHEMA);
  model = models.find(({ name }) => name === 'ml_connection_accepted') as Model;
  const accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  for (const [i, headline] of HEADLINES.entries())
    await addDeal(db, {
      campaignId,
      accountId,
      state: i === 0 ? 'CONNECTED' : 'PENDING',
      lead: await addLead(db, { headline, degree: i === 1 ? null : 2 }),
    });
});
afterAll(async () => {
  await sql`drop schema if exists ${sql.id(SCHEMA)} cascade`.execute(db);
  await database.drop();
  await rm(folder, { recursive: true });
});

const plain = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** All rows as DuckDB reads them. */
async function readBack(path: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(`select * from '${path}' order by deal_id`);
    // Whole numbers of a CSV are 64 bits wide, and come as text.
    return reader
      .getRowObjectsJson()
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test.each(EXPORT_FORMATS)('%s holds what the view holds, read by DuckDB', async (format) => {
  const path = join(folder, `rows.${format}`);
  const seen: number[] = [];
  // Smaller than the rows there are, so that several batches are written.
  expect(
    await exportModel(db, model, {
      format,
      path,
      schema: SCHEMA,
      batchRows: 3,
      progress: (n) => seen.push(n),
    }),
  ).toBe(4);
  expect(seen).toEqual([3, 4]);
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.id(SCHEMA, model.name)} order by deal_id`.execute(db);
  const read = await readBack(path);
  expect(read).toHaveLength(4);
  read.forEach((row, i) => {
    const { pending_at, profile_text, ...rest } = rows[i] ?? {};
    expect(row).toMatchObject(rest);
    expect(new Date(`${String(row.pending_at).replace(' ', 'T')}Z`.replace(/(\+00)?Z$/, 'Z'))).toEqual(
      pending_at,
    );
    const escaped = format === 'csv' && i === 0 ? `'${profile_text}` : profile_text;
    expect(row.profile_text).toBe(escaped);
  });
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('without rows the file still names its columns', async () => {
  const none: Model = {
    ...model,
    name: 'stg_educations',
    columns: [{ name: 'degree', type: 'text', about: '', tests: [] }],
  };
  const path = join(folder, 'none.csv');
  expect(await exportModel(db, none, { format: 'csv', path, schema: SCHEMA })).toBe(0);
  expect(await readFile(path, 'utf8')).toBe('degree\n');
  expect(
    await exportModel(db, none, { format: 'parquet', path: join(folder, 'none.parquet'), schema: SCHEMA }),
  ).toBe(0);
});

test('a failure leaves neither a file nor half of one', async () => {
  const missing: Model = { ...model, name: 'nowhere' };
  const path = join(folder, 'missing.csv');
  await expect(exportModel(db, missing, { format: 'csv', path, schema: SCHEMA })).rejects.toThrow('nowhere');
  expect((await readdir(folder)).filter((name) => name.startsWith('missing'))).toEqual([]);
});

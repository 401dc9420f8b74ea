import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { ANALYTICS_SCHEMA } from '@fairlead/db/analytics-schema';
import type { Database } from '@fairlead/db/database';
import { stringify } from 'csv-stringify';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { sql } from 'kysely';
import type { Column, ColumnType, Model } from './models.ts';

export const EXPORT_FORMATS = ['parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  format: ExportFormat;
  /** Where to; replaced when all rows are there. */
  path: string;
  schema?: string;
  /** Rows read and written at a time. Default 10,000. */
  batchRows?: number;
  /** Told after each batch. */
  progress?: (rows: number) => void;
}

type Row = Readonly<Record<string, unknown>>;

/** Takes batches of rows and makes a file of them. */
interface Sink {
  write(rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
}

const BATCH_ROWS = 10_000;

/** Writes a model to a file as of one instant, a batch in memory at a time. Returns the number of rows. */
export async function exportModel(db: Database, model: Model, options: ExportOptions): Promise<number> {
  const { format, path, batchRows = BATCH_ROWS, progress } = options;
  const unfinished = `${path}.part`;
  try {
    const sink = format === 'csv' ? csvSink(unfinished, model) : parquetSink(unfinished, model);
    let count = 0;
    for await (const rows of batchesOf(db, model, options.schema ?? ANALYTICS_SCHEMA, batchRows)) {
      await sink.write(rows);
      count += rows.length;
      progress?.(count);
    }
    await sink.close();
    await rename(unfinished, path);
    return count;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function* batchesOf(
  db: Database,
  { name, columns }: Model,
  schema: string,
  batchRows: number,
): AsyncGenerator<Row[]> {
  const trx = await db.startTransaction().setAccessMode('read only').execute();
  try {
    const wanted = sql.join(columns.map((column) => sql.id(column.name)));
    // The first column is the key: the order is the same each time.
    await sql`declare rows no scroll cursor for select ${wanted} from ${sql.id(schema, name)} order by 1`.execute(
      trx,
    );
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.raw(String(batchRows))} from rows`.execute(trx);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await trx.rollback().execute();
  }
}

const PARQUET_TYPES = {
  integer: 'INT32',
  'double precision': 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'STRING',
  timestamptz: 'TIMESTAMP',
} as const satisfies Record<ColumnType, string>;

function parquetSink(path: string, { columns }: Model): Sink {
  const dataOf = (rows: readonly Row[]) =>
    columns.map(({ name, type }) => ({
      name,
      type: PARQUET_TYPES[type],
      data: rows.map((row) => row[name]),
      nullable: true,
    }));
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: dataOf([]) }),
  });
  return {
    write: async (rows) => writer.write({ columnData: dataOf(rows), rowGroupSize: rows.length }),
    close: async () => writer.finish(),
  };
}

function csvSink(path: string, { columns }: Model): Sink {
  const names = columns.map(({ name }: Column) => name);
  const lines = stringify({
    header: true,
    columns: names,
    // What strangers wrote must not run when a spreadsheet opens it.
    escape_formulas: true,
    cast: { boolean: (value) => `${value}`, date: (value) => value.toISOString() },
  });
  const file = lines.pipe(createWriteStream(path));
  return {
    write: async (rows) => {
      for (const row of rows) if (!lines.write(row)) await once(lines, 'drain');
    },
    close: async () => {
      lines.end();
      await finished(file);
    },
  };
}

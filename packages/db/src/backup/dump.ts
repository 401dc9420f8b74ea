import { sql } from 'kysely';
import { type Database, onlyRow, type Tx } from '../database.ts';
import { LEFT_OUT, listTables } from './row-counts.ts';
import { executedMigrations, schemaStatements } from './schema.ts';

const ROWS_PER_STATEMENT = 100;

/**
 * The whole database as an SQL script that psql reads into any Postgres with pgvector, in pieces: what
 * pg_dump would write, for the embedded Postgres, with which pg_dump cannot speak. `trx` must not see
 * changes that are made meanwhile.
 */
export async function* dumpSql(trx: Tx): AsyncGenerator<string> {
  const statements = await schemaStatements(await executedMigrations(trx));
  const isTrigger = (statement: string): boolean => /^\s*create\s+trigger\b/i.test(statement);
  for (const statement of statements.filter((each) => !isTrigger(each))) yield `${statement};\n`;
  for (const table of await inOrderOfReference(trx)) {
    if (table !== LEFT_OUT) yield* dumpTable(trx, table);
  }
  // Rows have a past that triggers would not let happen again.
  for (const statement of statements.filter(isTrigger)) yield `${statement};\n`;
}

async function* dumpTable(trx: Tx, table: string): AsyncGenerator<string> {
  const columns = await listColumns(trx, table);
  const names = columns.map(({ name }) => `"${name}"`);
  const row = names.map((name) => `quote_nullable(${name}::text)`).join(" || ', ' || ");
  const cursor = `dump_${table}`;
  await sql.raw(`declare ${cursor} cursor for select ${row} as values from "${table}"`).execute(trx);
  for (;;) {
    const { rows } = await sql
      .raw<{ values: string }>(`fetch ${ROWS_PER_STATEMENT} from ${cursor}`)
      .execute(trx);
    if (rows.length === 0) break;
    const list = rows.map(({ values }) => `(${values})`).join(',\n');
    yield `insert into "${table}" (${names.join(', ')}) overriding system value values\n${list};\n`;
  }
  await sql.raw(`close ${cursor}`).execute(trx);
  for (const { name } of columns.filter(({ identity }) => identity))
    yield await nextIdentity(trx, table, name);
}

interface Column {
  name: string;
  identity: boolean;
}

/** Without those that Postgres computes. */
async function listColumns(db: Database, table: string): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select attname as name, attidentity <> '' as identity from pg_attribute
    where attrelid = ${`"${table}"`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`.execute(db);
  return rows;
}

async function nextIdentity(db: Database, table: string, column: string): Promise<string> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(pg_sequence_last_value(pg_get_serial_sequence(${`"${table}"`}, ${column})::regclass), 0)::int + 1
      as next`.execute(db);
  return `alter table "${table}" alter column "${column}" restart with ${onlyRow(rows).next};\n`;
}

/** Tables after those that their foreign keys name. */
async function inOrderOfReference(db: Database): Promise<string[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select a.relname as "from", b.relname as "to" from pg_constraint
    join pg_class a on a.oid = conrelid join pg_class b on b.oid = confrelid
    where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid`.execute(
    db,
  );
  const waiting = new Set(await listTables(db));
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      (name) => !rows.some(({ from, to }) => from === name && waiting.has(to)),
    );
    if (ready.length === 0) throw new Error(`These tables refer to each other: ${[...waiting].join(', ')}.`);
    for (const name of ready) waiting.delete(name);
    ordered.push(...ready);
  }
  return ordered;
}

import { ANALYTICS_SCHEMA } from '@fairlead/db/analytics-schema';
import type { Database } from '@fairlead/db/database';
import { type RawBuilder, sql } from 'kysely';
import type { ColumnTest, Model } from './models.ts';

/** One rule about a column, and how many rows break it. */
export interface CheckResult {
  /** As `stg_deals.state accepted_values`. */
  readonly name: string;
  readonly failures: number;
}

/** Runs every test of every column, and compares columns and types with what the models say. */
export async function checkModels(
  db: Database,
  models: readonly Model[],
  schema = ANALYTICS_SCHEMA,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const model of models) {
    results.push({ name: `${model.name} columns`, failures: await countStrangers(db, model, schema) });
    for (const column of model.columns) {
      for (const test of column.tests) {
        const name = `${model.name}.${column.name} ${typeof test === 'string' ? test : Object.keys(test)[0]}`;
        const query = failuresOf(test, sql.id(schema, model.name), sql.id(column.name), schema);
        results.push({ name, failures: await countRows(db, query) });
      }
    }
  }
  return results;
}

/** A query for the rows of `table` that break the test. */
function failuresOf(
  test: ColumnTest,
  table: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
  schema: string,
): RawBuilder<unknown> {
  if (test === 'unique')
    return sql`select ${column} from ${table} where ${column} is not null group by ${column} having count(*) > 1`;
  if (test === 'not_null') return sql`select 1 from ${table} where ${column} is null`;
  if ('accepted_values' in test)
    return sql`select 1 from ${table} where ${column} <> all(${test.accepted_values}::text[])`;
  if ('between' in test)
    return sql`select 1 from ${table} where not (${column} between ${test.between[0]}::double precision and ${test.between[1]}::double precision)`;
  const [parent = '', key = ''] = test.references.split('.');
  return sql`select 1 from ${table} as child where ${column} is not null and not exists
    (select 1 from ${sql.id(schema, parent)} as parent where parent.${sql.id(key)} = child.${column})`;
}

async function countRows(db: Database, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from (${query}) as failing`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Columns that only one of model and view has, or with another type, or in another order. */
async function countStrangers(db: Database, { name, columns }: Model, schema: string): Promise<number> {
  const { rows } = await sql<{ column: string; type: string }>`
    select column_name as column, data_type as type from information_schema.columns
    where table_schema = ${schema} and table_name = ${name} order by ordinal_position`.execute(db);
  const there = rows.map(
    ({ column, type }) => `${column} ${type.replace('timestamp with time zone', 'timestamptz')}`,
  );
  const said = columns.map((column) => `${column.name} ${column.type}`);
  return Array.from({ length: Math.max(there.length, said.length) }).filter((_, i) => there[i] !== said[i])
    .length;
}

import { CompiledQuery, sql } from 'kysely';
import type { Database } from '../database.ts';

/** How the server answered a query. */
export interface ExplainedQuery {
  sql: string;
  /** The text of EXPLAIN (ANALYZE, BUFFERS), line by line. */
  plan: readonly string[];
  /** Tables that were read from end to end. */
  scanned: readonly string[];
}

/** Runs each query again and asks how it was answered. Everything that is no query (begin, set) is left out. */
export async function explainQueries(
  db: Database,
  queries: readonly CompiledQuery[],
): Promise<ExplainedQuery[]> {
  const selects = queries.filter((query) => /^\s*(select|with)\b/.test(query.sql));
  return await db.transaction().execute(async (trx) => {
    await sql`set local jit = off`.execute(trx);
    const explained: ExplainedQuery[] = [];
    for (const query of selects) {
      const asked = CompiledQuery.raw(`explain (analyze, buffers) ${query.sql}`, [...query.parameters]);
      const { rows } = await trx.executeQuery<Record<'QUERY PLAN', string>>(asked);
      const plan = rows.map((row) => row['QUERY PLAN']);
      const scanned = plan.flatMap((line) => /Seq Scan on (\w+)/.exec(line)?.[1] ?? []);
      explained.push({ sql: query.sql.replace(/\s+/g, ' ').trim(), plan, scanned });
    }
    return explained;
  });
}

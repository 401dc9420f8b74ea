import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { type Database, onlyRow } from './database.ts';

const OLDEST_MAJOR = 15;

/** What a server tells about itself. */
export interface ServerFacts {
  /** Such as 17. */
  major: number;
  /** Whether pgvector can be had there. */
  hasVector: boolean;
}

export async function readServerFacts(db: Database): Promise<ServerFacts> {
  const { rows } = await sql<{ version: number; vectors: number }>`
    select current_setting('server_version_num')::int as version,
      (select count(*)::int from pg_available_extensions where name = 'vector') as vectors
  `.execute(db);
  const [facts] = rows;
  return { major: Math.floor((facts?.version ?? 0) / 10_000), hasVector: (facts?.vectors ?? 0) > 0 };
}

/** What time it is there. */
export async function readServerTime(db: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return onlyRow(rows).now;
}

/** Throws `Misconfigured` when the schema cannot live on such a server. */
export function assertUsableServer({ major, hasVector }: ServerFacts): void {
  if (major < OLDEST_MAJOR) {
    throw new Misconfigured(
      `Postgres ${major} is too old.`,
      `Use Postgres ${OLDEST_MAJOR} or newer with pgvector, such as the image pgvector/pgvector:pg17.`,
    );
  }
  if (!hasVector) {
    throw new Misconfigured(
      'This Postgres has no pgvector.',
      'Install the extension on its server, or use an image that has it, such as pgvector/pgvector:pg17.',
    );
  }
}

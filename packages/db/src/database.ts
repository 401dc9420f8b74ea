import { coerceError, Misconfigured, Stale } from '@fairlead/shared/runtime/errors';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { DatabaseError, Pool } from 'pg';
import type { DB } from './tables/index.ts';

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface DatabaseOptions {
  /** Connections at most. Default 5. */
  max?: number;
  /** Told of connections lost while idle; the pool replaces them. */
  onIdleError?: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A pool on a real Postgres or on the embedded one: the same code runs on both. Never ask it for a
 * second connection inside a transaction: the embedded server has one session.
 * Throws `Misconfigured` when the server cannot be reached.
 */
export async function connectDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 5,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', options.onIdleError ?? (() => {}));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  try {
    await pingDatabase(db);
    return db;
  } catch (thrown) {
    await db.destroy();
    throw new Misconfigured(
      `Postgres cannot be reached: ${reasonOf(thrown)}`,
      'Start it or correct DATABASE_URL. Leave DATABASE_URL empty to use the embedded one.',
      { cause: thrown },
    );
  }
}

/** Rejects when the database does not answer. */
export async function pingDatabase(db: Database): Promise<void> {
  await sql`select 1`.execute(db);
}

// Node reports a refused connection to several addresses as an AggregateError without a message.
function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError)
    return thrown.errors.map((error) => coerceError(error).message).join('; ');
  return coerceError(thrown).message;
}

const FENCED = 'FL001';

/**
 * Runs a write to the ledger. Throws `Stale` when the worker's fencing token is not the current one:
 * another worker has taken the account over, and whatever this one was about to do must not be done.
 */
export async function unlessFenced<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    if (!(thrown instanceof DatabaseError) || thrown.code !== FENCED) throw thrown;
    throw new Stale('Another worker has taken the account over.', { cause: thrown });
  }
}

/** The first row's first column of an aggregate, which always has one. */
export function onlyRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('The query returned no row where there is always one.');
  return row;
}

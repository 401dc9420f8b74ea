import { coerceError, Misconfigured, Stale, Unreachable } from '@fairlead/shared/runtime/errors';
import { type CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { DatabaseError, Pool } from 'pg';
import type { DB } from './tables/index.ts';

export type Database = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface DatabaseOptions {
  /** Connections at most. Default 5. */
  max?: number;
  /** Told of connections lost while idle; the pool replaces them. */
  onIdleError?: (error: Error) => void;
  /** Told of every query that was answered. */
  onQuery?: (query: CompiledQuery) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A pool on a real Postgres or on the embedded one: the same code runs on both. Never ask it for a
 * second connection inside a transaction: the embedded server has one session.
 * Throws `Unreachable` when the server does not answer, `Misconfigured` when it will not let us in.
 */
export async function connectDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 5,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', options.onIdleError ?? (() => {}));
  // One lost between two statements of a transaction has no other listener, and would end the process;
  // the next statement says what is wrong.
  pool.on('connect', (client) => client.on('error', () => {}));
  const { onQuery } = options;
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    ...(onQuery ? { log: ({ level, query }) => (level === 'query' ? onQuery(query) : undefined) } : {}),
  });
  try {
    await pingDatabase(db);
    return db;
  } catch (thrown) {
    await db.destroy();
    if (isRefusal(thrown)) {
      throw new Misconfigured(
        `Postgres does not let us in: ${reasonOf(thrown)}`,
        'Correct user, password or database in DATABASE_URL.',
        { cause: thrown },
      );
    }
    throw new Unreachable(
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

/** SQLSTATE class 28 is a login that is not accepted, 3D a database that does not exist. */
function isRefusal(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return code.startsWith('28') || code.startsWith('3D');
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

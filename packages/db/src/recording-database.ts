import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { DB } from './tables/index.ts';

/** A database without a server: it remembers the SQL it is given, and answers every query with the same row. */
export interface RecordingDatabase {
  db: Kysely<DB>;
  /** In the order in which it was sent. */
  statements: string[];
}

export function createRecordingDatabase(answer: Readonly<Record<string, unknown>> | null): RecordingDatabase {
  const statements: string[] = [];
  const connection: DatabaseConnection = {
    executeQuery: <R>({ sql }: CompiledQuery): Promise<QueryResult<R>> => {
      statements.push(sql);
      return Promise.resolve({ rows: answer === null ? [] : [answer as R] });
    },
    streamQuery: () => {
      throw new Error('Nothing here streams.');
    },
  };
  const note = (statement: string) => () => {
    statements.push(statement);
    return Promise.resolve();
  };
  const driver: Driver = {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: note('begin'),
    commitTransaction: note('commit'),
    rollbackTransaction: note('rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { db, statements };
}

import { describeError, type Logger } from '@fairlead/shared/runtime/logger';
import connectPgSimple from 'connect-pg-simple';
import session from 'express-session';

const CONNECTIONS = 2;
const PRUNE_SECONDS = 15 * 60;

/** Sessions as rows of `dashboard_session`, with connections of their own; `close` gives them back. */
export function openSessionStore(databaseUrl: string, log: Logger): connectPgSimple.PGStore {
  const PgStore = connectPgSimple(session);
  return new PgStore({
    conObject: { connectionString: databaseUrl, max: CONNECTIONS },
    tableName: 'dashboard_session',
    pruneSessionInterval: PRUNE_SECONDS,
    errorLog: (message: unknown, cause?: unknown) =>
      log.warn({ err: describeError(cause) }, `sessions: ${message}`),
  });
}

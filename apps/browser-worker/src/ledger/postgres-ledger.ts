import type { Database, Tx } from '@fairlead/db/database';
import { endAction, intendAction, startAction } from '@fairlead/db/repositories/ledger';
import type { Ledger } from './port.ts';

/** The ledger as the worker that holds `fencingToken` may write it. */
export function postgresLedger(db: Database, fencingToken: number): Ledger<Tx> {
  return {
    intend: (act, quotas, now) =>
      db.transaction().execute((trx) => intendAction(trx, { ...act, fencingToken }, quotas, now)),
    start: (actionId, now) => startAction(db, actionId, fencingToken, now),
    end: (actionId, from, end, now, apply) =>
      db.transaction().execute(async (trx) => {
        const ended = await endAction(trx, actionId, fencingToken, from, end, now);
        if (ended) await apply(trx);
        return ended;
      }),
  };
}

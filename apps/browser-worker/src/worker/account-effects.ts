import type { Database } from '@fairlead/db/database';
import { applyHealthEvent } from '@fairlead/db/repositories/accounts';
import { recordEvent } from '@fairlead/db/repositories/events';
import { closeLane } from '@fairlead/db/repositories/schedule';
import type { AccountEffects } from '@fairlead/shared/queue/consumer';
import type { Clock } from '@fairlead/shared/runtime/clock';

/** Writes down what concerns the whole account, so that the plan and the operator see it. */
export function accountEffects(db: Database, clock: Clock, accountId: number): AccountEffects {
  return {
    async stopAccount(_payload, event, detail) {
      const { changed } = await applyHealthEvent(db, accountId, { kind: event, detail });
      if (changed) await recordEvent(db, { kind: 'account.stopped', accountId, detail }, clock.now());
    },
    async closeLane(_payload, lane, until, reason) {
      await closeLane(db, { accountId, lane, until, reason });
      await recordEvent(db, { kind: 'lane.closed', accountId, detail: `${lane}: ${reason}` }, clock.now());
    },
  };
}

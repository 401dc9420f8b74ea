import type { Database } from '@fairlead/db/database';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { recordEvent } from '@fairlead/db/repositories/events';
import { closeLane } from '@fairlead/db/repositories/schedule';
import type { HealthEvent } from '@fairlead/shared/domain/account-health';
import type { AccountEffects } from '@fairlead/shared/queue/consumer';
import type { Clock } from '@fairlead/shared/runtime/clock';

/** Writes down what concerns the whole account, so that the plan and the operator see it. */
export function accountEffects(
  db: Database,
  clock: Clock,
  accountId: number,
  breakerHours: readonly number[],
): AccountEffects {
  const apply = async (event: HealthEvent, kind: string, detail: string): Promise<void> => {
    const { changed } = await applyHealthEvent(db, accountId, event, breakerHours);
    if (changed) await recordEvent(db, { kind, accountId, detail }, clock.now());
  };
  return {
    stopAccount: (_payload, { event, ...rest }, detail) =>
      apply({ kind: event, detail, ...rest }, 'account.stopped', detail),
    coolAccount: (_payload, detail) =>
      apply({ kind: 'throttled', detail, at: clock.now() }, 'account.cooling', detail),
    async closeLane(_payload, lane, until, reason) {
      await closeLane(db, { accountId, lane, until, reason });
      await recordEvent(db, { kind: 'lane.closed', accountId, detail: `${lane}: ${reason}` }, clock.now());
    },
  };
}

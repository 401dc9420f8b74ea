import { currentTickId } from '@fairlead/shared/runtime/correlation';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { Tracing } from '@fairlead/shared/runtime/tracing';
import type { WriteOutcome } from '../driver/port.ts';
import type { Act } from './port.ts';

/** Runs an act whose intent stands in the ledger as action `actionId`. */
export type WatchAct = (
  action: Act,
  actionId: number,
  act: () => Promise<WriteOutcome>,
) => Promise<WriteOutcome>;

/**
 * Logs the intent and the outcome of every act, each with the ids that lead to it, runs the act inside a
 * span, and names the tick that wanted it in the evidence, and so in the ledger.
 */
export function actWatcher(log: Logger, tracing: Tracing): WatchAct {
  return async ({ kind, accountId, leadId, dealId }, actionId, act) => {
    const ids = { accountId, leadId, dealId, actionId };
    const tickId = currentTickId();
    log.info({ ...ids, action: kind }, 'action intended');
    try {
      const facts = { ...ids, ...(tickId === null ? {} : { tickId }) };
      const outcome = await tracing.span(`act ${kind}`, facts, act, (end) => ({ outcome: end.kind }));
      log.info({ ...ids, action: kind, outcome: outcome.kind }, 'action ended');
      return tickId === null ? outcome : { ...outcome, evidence: { ...outcome.evidence, tickId } };
    } catch (thrown) {
      const errorClass = coerceError(thrown).name;
      log.warn({ ...ids, action: kind, outcome: 'broken-off', errorClass }, 'action ended');
      throw thrown;
    }
  };
}

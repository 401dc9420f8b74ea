import type { OutcomeKind } from '@fairlead/shared/domain/verdict';
import type { Tx } from '../database.ts';

/**
 * Remembers what the person of a deal did, in the transaction that moves the deal. The first time counts. Acceptance is
 * written by `moveDeal`; a reply is to be written by whoever reads it.
 */
export async function recordOutcome(trx: Tx, dealId: number, kind: OutcomeKind, now: Date): Promise<void> {
  await trx
    .insertInto('outcome')
    .columns(['campaign_id', 'lead_id', 'kind', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('deal')
        .select(['campaign_id', 'lead_id', eb.val(kind).as('kind'), eb.val(now).as('at')])
        .where('id', '=', dealId),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

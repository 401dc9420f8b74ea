import {
  assertDealTransition,
  type ClosingReason,
  type DealState,
  FIRST_CHECK_HOURS,
  type NextStep,
  nextBackoffHours,
} from '@fairlead/shared/domain/deal';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Profile } from '@fairlead/shared/domain/profile';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { eligibleToCheck, eligibleToConnect, eligibleToDraft, eligibleToFollowUp } from './eligibility.ts';
import { recordOutcome } from './outcomes.ts';

/** A deal with the person it is about: what a lane needs to act. */
export interface DealTarget {
  dealId: number;
  leadId: number;
  campaignId: number;
  accountId: number | null;
  state: DealState;
  connectAttempts: number;
  nextStep: NextStep;
  urn: string;
  publicId: string;
  profile: Profile;
}

const TARGET_COLUMNS = [
  'deal.id as dealId',
  'deal.lead_id as leadId',
  'deal.campaign_id as campaignId',
  'deal.account_id as accountId',
  'deal.state',
  'deal.connect_attempts as connectAttempts',
  'deal.next_step as nextStep',
  'lead.urn',
  'lead.public_id as publicId',
  'lead.profile',
] as const;

/** A lead with a deal was enriched, so it has both; the database says so. */
interface WithProfile {
  urn: string;
  profile: Profile;
}

/** The NEW deal with the highest probability that may be invited now. */
export async function nextDealToConnect(
  db: Database,
  campaignId: number,
  now: Date,
): Promise<DealTarget | null> {
  const row = await eligibleToConnect(db, now)
    .where('deal.campaign_id', '=', campaignId)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .select(TARGET_COLUMNS)
    .$narrowType<WithProfile>()
    .orderBy('deal.score', (order) => order.desc().nullsLast())
    .orderBy('deal.id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** PENDING deals of one account whose next look is due, most overdue first. */
export async function dealsToCheck(
  db: Database,
  campaignId: number,
  accountId: number,
  limit: number,
  now: Date,
): Promise<DealTarget[]> {
  return await eligibleToCheck(db, now)
    .where('deal.campaign_id', '=', campaignId)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .select(TARGET_COLUMNS)
    .$narrowType<WithProfile>()
    .where('deal.account_id', '=', accountId)
    .orderBy('deal.next_check_at')
    .limit(limit)
    .execute();
}

/** A CONNECTED deal and the frozen text that waits to be sent. */
export interface FollowUpTarget extends DealTarget {
  messageId: number;
  text: string;
}

/** The oldest CONNECTED deal of the account whose text is frozen and was not tried yet. */
export async function nextFollowUp(
  db: Database,
  campaignId: number,
  accountId: number,
  now: Date,
): Promise<FollowUpTarget | null> {
  const row = await eligibleToFollowUp(db, now)
    .where('deal.campaign_id', '=', campaignId)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .select([...TARGET_COLUMNS, 'message.id as messageId', 'message.text'])
    .$narrowType<WithProfile>()
    .where('deal.account_id', '=', accountId)
    .orderBy('deal.connected_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The oldest CONNECTED deal that has no follow-up text yet. */
export async function nextDealToDraft(db: Database, campaignId: number): Promise<DealTarget | null> {
  const row = await eligibleToDraft(db)
    .where('deal.campaign_id', '=', campaignId)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .select(TARGET_COLUMNS)
    .$narrowType<WithProfile>()
    .orderBy('deal.connected_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The deal with its person, in whatever state; null when it does not exist. */
export async function getDeal(db: Database, dealId: number): Promise<DealTarget | null> {
  const row = await db
    .selectFrom('deal')
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .select(TARGET_COLUMNS)
    .$narrowType<WithProfile>()
    .where('deal.id', '=', dealId)
    .executeTakeFirst();
  return row ?? null;
}

/** What a transition brings with it. */
export type DealMove =
  | { to: 'PENDING'; accountId: number }
  | { to: 'CONNECTED'; accountId: number }
  | { to: 'COMPLETED' }
  | { to: 'FAILED'; reason: ClosingReason; detail: string };

/**
 * Claims the deal in state `from` and moves it, with its dates, a row of history, and the outcome where the
 * person accepted. False when it is not in that state any more. Throws on a transition the state machine does not have.
 */
export async function moveDeal(
  trx: Tx,
  dealId: number,
  from: DealState,
  move: DealMove,
  now: Date,
): Promise<boolean> {
  assertDealTransition(from, move.to);
  const row = await trx
    .updateTable('deal')
    .set({ state: move.to, next_step: '{}', next_check_at: null, act_after: null, ...moveColumns(move, now) })
    .where('id', '=', dealId)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await trx
    .insertInto('deal_transition')
    .values({
      deal_id: dealId,
      from_state: from,
      to_state: move.to,
      at: now,
      detail: move.to === 'FAILED' ? move.detail : null,
    })
    .execute();
  // From NEW it was found: they knew each other before.
  if (from === 'PENDING' && move.to === 'CONNECTED') await recordOutcome(trx, dealId, 'accepted', now);
  return true;
}

function moveColumns(move: DealMove, now: Date) {
  switch (move.to) {
    case 'PENDING':
      return {
        account_id: move.accountId,
        pending_at: now,
        next_check_at: new Date(now.getTime() + FIRST_CHECK_HOURS * HOUR_MS),
      };
    case 'CONNECTED':
      return { account_id: move.accountId, connected_at: now };
    case 'COMPLETED':
      return { completed_at: now, closing_reason: 'messaged' as const };
    case 'FAILED':
      return { failed_at: now, closing_reason: move.reason, closing_detail: move.detail };
  }
}

/** Still pending: looked at again after a backoff that doubles each time. Returns the hours. */
export async function backOffPending(db: Database, deal: DealTarget, now: Date): Promise<number> {
  const backoffHours = nextBackoffHours(deal.nextStep);
  await db
    .updateTable('deal')
    .set({
      next_step: JSON.stringify({ backoffHours } satisfies NextStep),
      next_check_at: new Date(now.getTime() + backoffHours * HOUR_MS),
    })
    .where('id', '=', deal.dealId)
    .where('state', '=', 'PENDING')
    .execute();
  return backoffHours;
}

/** The deal keeps its state and is not tried again before `until`. */
export async function postponeDeal(db: Database, dealId: number, until: Date): Promise<void> {
  await db.updateTable('deal').set({ act_after: until }).where('id', '=', dealId).execute();
}

/** No way to invite on the page: one more attempt is counted. Returns the attempts so far. */
export async function countConnectAttempt(db: Database, dealId: number): Promise<number> {
  const row = await db
    .updateTable('deal')
    .set((eb) => ({ connect_attempts: eb('connect_attempts', '+', 1) }))
    .where('id', '=', dealId)
    .returning('connect_attempts')
    .executeTakeFirstOrThrow();
  return row.connect_attempts;
}

/** Stores the qualifier's probabilities: the order in which NEW deals are invited. */
export async function scoreDeals(
  db: Database,
  scores: readonly { dealId: number; score: number }[],
): Promise<void> {
  await sql`
    update deal set score = scored.score
    from unnest(${scores.map(({ dealId }) => dealId)}::int[], ${scores.map(({ score }) => score)}::float8[])
      as scored (deal_id, score)
    where deal.id = scored.deal_id`.execute(db);
}

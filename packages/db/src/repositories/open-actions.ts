import type { ActionState } from '@fairlead/shared/domain/action';
import type { ActionKind } from '@fairlead/shared/domain/limits';
import { type Database, unlessFenced } from '../database.ts';
import { eligibleToSettle } from './eligibility.ts';

/** An act that was begun and has no outcome: a crash, or a page that could not be read, lies behind it. */
export interface OpenAction {
  id: number;
  kind: ActionKind;
  state: ActionState;
  accountId: number;
  leadId: number;
  dealId: number;
  campaignId: number;
  messageId: number | null;
  /** Under which it was last written. */
  fencingToken: number;
  /** How often LinkedIn was read in vain. */
  readAttempts: number;
}

const OPEN_COLUMNS = [
  'action.id',
  'action.kind',
  'action.state',
  'action.account_id as accountId',
  'action.lead_id as leadId',
  'action.deal_id as dealId',
  'deal.campaign_id as campaignId',
  'action.message_id as messageId',
  'action.read_attempts as readAttempts',
] as const;
const OWN_TOKEN = 'action.fencing_token as fencingToken';

/** Open acts of the account for a campaign that may be looked at now, oldest first. */
export async function openActions(
  db: Database,
  campaignId: number,
  accountId: number,
  now: Date,
): Promise<OpenAction[]> {
  return await eligibleToSettle(db, now)
    .where('deal.campaign_id', '=', campaignId)
    .select([...OPEN_COLUMNS, OWN_TOKEN])
    .where('action.account_id', '=', accountId)
    .orderBy('action.id')
    .execute();
}

/** What is done about an act that reading LinkedIn did not settle. */
export type ReadAgain = { lookAfter: Date } | { needsHumanAt: Date };

/**
 * Counts a reading in vain: the act is looked at again later, or waits for a human. False when
 * somebody else settled it. Throws `Stale` under an old fencing token.
 */
export async function countReadAttempt(
  db: Database,
  action: OpenAction,
  fencingToken: number,
  next: ReadAgain,
): Promise<boolean> {
  const row = await unlessFenced(() =>
    db
      .updateTable('action')
      .set((eb) => ({
        read_attempts: eb('read_attempts', '+', 1),
        look_after: 'lookAfter' in next ? next.lookAfter : null,
        needs_human_at: 'needsHumanAt' in next ? next.needsHumanAt : null,
        fencing_token: fencingToken,
      }))
      .where('id', '=', action.id)
      .where('state', '=', 'unknown')
      .returning('id')
      .executeTakeFirst(),
  );
  return row !== undefined;
}

/** An act only a human can settle: reading LinkedIn did not tell whether it was done. */
export interface ActionForHuman extends OpenAction {
  handle: string;
  fullName: string;
  reason: string | null;
  since: Date;
}

/** Acts that wait for a human, oldest first. */
export async function actionsForHuman(db: Database): Promise<ActionForHuman[]> {
  return await db
    .selectFrom('action')
    .innerJoin('account', 'account.id', 'action.account_id')
    .innerJoin('deal', 'deal.id', 'action.deal_id')
    .innerJoin('lead', 'lead.id', 'action.lead_id')
    .select([...OPEN_COLUMNS, OWN_TOKEN, 'account.handle', 'action.reason'])
    .select((eb) => [
      eb.fn.coalesce('lead.full_name', 'lead.public_id').as('fullName'),
      eb.ref('action.needs_human_at').$notNull().as('since'),
    ])
    .where('action.state', '=', 'unknown')
    .where('action.needs_human_at', 'is not', null)
    .orderBy('action.id')
    .execute();
}

/**
 * One of them; null when it does not wait for a human any more. With the account's current token: a
 * human's word holds whichever worker has the account.
 */
export async function getActionForHuman(db: Database, actionId: number): Promise<OpenAction | null> {
  const row = await db
    .selectFrom('action')
    .innerJoin('account', 'account.id', 'action.account_id')
    .innerJoin('deal', 'deal.id', 'action.deal_id')
    .select([...OPEN_COLUMNS, 'account.fencing_token as fencingToken'])
    .where('action.id', '=', actionId)
    .where('action.state', '=', 'unknown')
    .where('action.needs_human_at', 'is not', null)
    .executeTakeFirst();
  return row ?? null;
}

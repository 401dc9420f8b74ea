import { type ApprovalMode, permissionFor } from '@fairlead/shared/domain/approval';
import type { ActionKind, LimitedKind } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { Tx } from '../database.ts';

/** An act, and the text it would send. */
export interface ActInHand {
  kind: ActionKind;
  dealId: number;
  messageId: number | null;
  text: string | null;
}

/*
 * Asked in the transaction that writes the intent of an act, with every row locked that the answer stands on:
 * a job planned, or a text read, before a human decided otherwise sends nothing.
 */

/** The approval mode of the deal's campaign, which stays so until the transaction ends. */
export async function lockApprovalMode(trx: Tx, dealId: number): Promise<ApprovalMode> {
  const row = await trx
    .selectFrom('deal')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .select('campaign.approval_mode as mode')
    .where('deal.id', '=', dealId)
    .forShare('campaign')
    .executeTakeFirst();
  if (!row) throw new Stale('The deal is gone.');
  return row.mode;
}

/** In which state of the deal an act may begin: another account, or a human, may have been faster. */
const DEAL_STATE = { invite: 'NEW', message: 'CONNECTED' } as const;

/** Throws `Stale` when the deal is in another state, or the act has not the permission it needs, or not for this text. */
export async function assertPermitted(
  trx: Tx,
  { kind, dealId, messageId, text }: ActInHand,
  mode: ApprovalMode,
): Promise<void> {
  if (kind === 'withdraw') return;
  const deal = await trx
    .selectFrom('deal')
    .select(['state', 'invite_approved_at'])
    .where('id', '=', dealId)
    .forShare()
    .executeTakeFirst();
  if (deal?.state !== DEAL_STATE[kind]) throw new Stale('The deal has moved on, or was closed, meanwhile.');
  if (kind === 'invite') return assertApproved(mode, kind, deal.invite_approved_at);
  const message = await trx
    .selectFrom('message')
    .select(['state', 'text', 'approved_at'])
    .where('id', '=', messageId)
    .where('deal_id', '=', dealId)
    .forShare()
    .executeTakeFirst();
  if (message?.state !== 'frozen') throw new Stale('The text is not to be sent any more.');
  if (message.text !== text) throw new Stale('The text was changed meanwhile.');
  assertApproved(mode, kind, message.approved_at);
}

function assertApproved(mode: ApprovalMode, kind: LimitedKind, approvedAt: Date | null): void {
  const permission = permissionFor(mode, kind);
  if (permission === 'never') throw new Stale('The campaign only observes.');
  if (permission === 'approved' && approvedAt === null) throw new Stale(`The ${kind} waits for approval.`);
}

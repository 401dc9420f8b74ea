import * as approvals from '@fairlead/db/repositories/approvals';
import type { AuditEntry } from '@fairlead/db/repositories/audit-log';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { correctVerdict } from '@fairlead/db/repositories/corrections';
import { findMessageText } from '@fairlead/db/repositories/messages';
import { countWaiting, waitingInvites, waitingMessages } from '@fairlead/db/views/approvals';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Answer, type Change, changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import {
  ApprovedText,
  inviteCard,
  messageCard,
  type ShownItem,
  ShownItems,
  type TypedText,
  textDigest,
} from '../pages/approvals.ts';
import { listOf, normaliseLines } from '../pages/form-faults.ts';
import { formOf, idOf, queryOf } from '../request.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';

const PAGE_SIZE = 25;
const COUNTED_UP_TO = 1_000;
const Query = z.object({ campaign: RowId.optional() });
const Reason = z.string().trim().max(500).default('');
const RejectMessage = z.object({ how: z.enum(['again', 'close']), reason: Reason });
const RejectInvite = z.object({ how: z.enum(['no-fit', 'close']), reason: Reason });

const MEANWHILE = 'That was decided, sent or closed meanwhile: nothing was changed.';

/** What waits for a human before it is sent. */
export function approvalRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  const show = async (req: Request, res: Response, typed: TypedText | null): Promise<void> => {
    const { campaign: campaignId } = queryOf(req, Query);
    const query = { campaignId, limit: PAGE_SIZE };
    const messages = await waitingMessages(db, query);
    const invites = await waitingInvites(db, query);
    const campaigns = await listCampaigns(db);
    res.render('approvals', {
      title: 'Approvals',
      counts: await countWaiting(db, COUNTED_UP_TO),
      messages: messages.map((message) => messageCard(message, typed)),
      invites: invites.map(inviteCard),
      campaigns,
      campaignId: campaignId ?? 0,
      asking: campaigns.filter(({ approvalMode }) => approvalMode.startsWith('approve')).length,
      here: campaignId === undefined ? '' : `?campaign=${campaignId}`,
    });
  };
  router.get('/approvals', (req, res) => show(req, res, null));

  const MESSAGE = '/approvals/messages/:id';
  changeRoute(router, `${MESSAGE}/approve`, requireOperator, deps, async (req, change, res) => {
    const messageId = idOf(req);
    const { text } = formOf(req, z.object({ text: z.string().transform(normaliseLines) }));
    const approved = ApprovedText.safeParse(text);
    if (!approved.success) {
      const fault = approved.error.issues[0]?.message ?? '';
      return { again: () => show(req, res.status(422), { messageId, text, fault }) };
    }
    const entry = await approveMessage(change, messageId, approved.data);
    return decided(req, entry, 'Approved. It is sent when its turn comes.');
  });
  changeRoute(router, `${MESSAGE}/reject`, requireOperator, deps, async (req, { trx, ...decider }) => {
    const { how, reason } = formOf(req, RejectMessage);
    if (how === 'close') {
      const rejected = await approvals.rejectMessage(trx, idOf(req), reason, decider);
      if (rejected.kind !== 'rejected') return missed(req, rejected);
      const { dealId, text } = rejected.draft;
      const entry = {
        what: 'message.rejected',
        target: `deal ${dealId}`,
        before: { text },
        after: { reason },
      };
      return answer(req, [entry], 'Rejected: the deal is closed.');
    }
    const redrafted = await approvals.redraftMessage(trx, idOf(req), decider);
    if (redrafted.kind === 'no-more-drafts') {
      return answer(
        req,
        [],
        'There is no other draft after the second, or after a first try to send it: edit this one, or close the deal.',
      );
    }
    if (redrafted.kind !== 'redrafted') return missed(req, redrafted);
    const { dealId, text } = redrafted.draft;
    const entry = { what: 'message.sent-back', target: `deal ${dealId}`, before: { text } };
    return answer(req, [entry], 'Sent back: one more draft is written.');
  });
  changeRoute(router, '/approvals/invites/:id/approve', requireOperator, deps, async (req, change) => {
    const entry = await approveInvite(change, idOf(req));
    return decided(req, entry, 'Approved. The invitation is sent when its turn comes.');
  });
  changeRoute(router, '/approvals/invites/:id/reject', requireOperator, deps, async (req, change) => {
    const { how, reason } = formOf(req, RejectInvite);
    const { trx, who, now } = change;
    const rejected = await approvals.rejectInvite(trx, idOf(req), reason, change);
    if (rejected.kind !== 'rejected') return missed(req, rejected);
    const { dealId, leadId, campaignId } = rejected.deal;
    if (how === 'no-fit') await correctVerdict(trx, { leadId, campaignId, qualified: false, who }, now);
    const entry = { what: 'invite.rejected', target: `deal ${dealId}`, after: { how, reason } };
    const learnt = how === 'no-fit' ? ', and the model learns from it' : '';
    return answer(req, [entry], `Rejected: the deal is closed${learnt}.`);
  });
  changeRoute(router, '/approvals/approve', requireOperator, deps, async (req, change) => {
    const items = ShownItems.safeParse(listOf(req.body, 'item'));
    if (!items.success) throw new HttpError(400, 'This form has fields that cannot be read.');
    const entries: AuditEntry[] = [];
    for (const item of items.data) {
      const entry = await approveShown(change, item);
      if (entry) entries.push(entry);
    }
    return answer(req, entries, bulkNotice(entries.length, items.data.length));
  });
  return router;
}

async function approveMessage(
  { trx, ...decider }: Change,
  messageId: number,
  text: string,
): Promise<AuditEntry | null> {
  const approved = await approvals.approveMessage(trx, messageId, text, decider);
  if (approved.kind === 'missing') throw new HttpError(404, 'There is no such draft.');
  if (approved.kind !== 'approved') return null;
  const { dealId, text: before } = approved.draft;
  const edited = text === before ? {} : { before: { text: before } };
  return { what: 'message.approved', target: `deal ${dealId}`, ...edited, after: { approvedText: text } };
}

async function approveInvite({ trx, ...decider }: Change, dealId: number): Promise<AuditEntry | null> {
  const approved = await approvals.approveInvite(trx, dealId, decider);
  if (approved.kind === 'missing') throw new HttpError(404, 'There is no such deal.');
  return approved.kind === 'approved' ? { what: 'invite.approved', target: `deal ${dealId}` } : null;
}

/** Approves what was shown, if it still is what it was. */
async function approveShown(change: Change, item: ShownItem): Promise<AuditEntry | null> {
  if (item.kind === 'invite') return await approveInvite(change, item.id);
  const text = await findMessageText(change.trx, item.id);
  return text !== null && textDigest(text) === item.digest
    ? await approveMessage(change, item.id, text)
    : null;
}

function bulkNotice(approved: number, asked: number): string {
  if (asked === 0) return 'Nothing was ticked.';
  const rest = asked - approved;
  const left =
    rest === 0 ? '' : ` ${rest} changed or ${rest === 1 ? 'was' : 'were'} decided meanwhile: look again.`;
  return `${approved} approved.${left}`;
}

function decided(req: Request, entry: AuditEntry | null, notice: string): Answer {
  return entry ? answer(req, [entry], notice) : answer(req, [], MEANWHILE);
}

function missed(req: Request, { kind }: approvals.Undecided): Answer {
  if (kind === 'missing') throw new HttpError(404, 'There is no such page.');
  return answer(req, [], MEANWHILE);
}

function answer(req: Request, log: readonly AuditEntry[], notice: string): Answer {
  const { campaign } = queryOf(req, Query);
  const next = campaign === undefined ? '/approvals' : `/approvals?campaign=${campaign}`;
  return { log, notice, next };
}

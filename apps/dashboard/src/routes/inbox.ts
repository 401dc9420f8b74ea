import { listAccounts } from '@fairlead/db/repositories/accounts';
import { markSeen } from '@fairlead/db/repositories/conversations';
import { getConversation, INBOX_FILTERS, listConversations, messagesOf } from '@fairlead/db/views/inbox';
import { Router } from 'express';
import { z } from 'zod';
import { changeRoute } from '../change-route.ts';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { encodePlace, PlaceParameter } from '../pages/cursor.ts';
import { idOf, queryOf } from '../request.ts';
import { RowId } from '../row-id.ts';
import { requireOperator } from '../session/guard.ts';

const PAGE_SIZE = 40;
const Query = z.object({
  show: z.enum(INBOX_FILTERS).default('all'),
  account: RowId.optional(),
  on: PlaceParameter.optional(),
});

/** What was written to people, and what they answered. */
export function inboxRoutes(deps: DashboardDeps): Router {
  const { db } = deps;
  const router = Router();
  router.get('/inbox', async (req, res) => {
    const { show, account, on } = queryOf(req, Query);
    const { rows, next } = await listConversations(db, {
      filter: show,
      limit: PAGE_SIZE,
      ...(account ? { accountId: account } : {}),
      ...(on ? { behind: on } : {}),
    });
    res.render('inbox', {
      title: 'Inbox',
      rows,
      show,
      filters: INBOX_FILTERS,
      account: account ?? null,
      accounts: await listAccounts(db),
      next: next && encodePlace(next),
    });
  });
  router.get('/inbox/:id', async (req, res) => {
    const id = idOf(req);
    const conversation = await getConversation(db, id);
    if (!conversation) throw new HttpError(404, 'There is no such conversation.');
    res.render('conversation', {
      title: conversation.name,
      conversation,
      messages: await messagesOf(db, id),
    });
  });
  changeRoute(router, '/inbox/:id/seen', requireOperator, deps, async (req, { trx, now }) => {
    const isThere = await markSeen(trx, idOf(req), now);
    if (!isThere) throw new HttpError(404, 'There is no such conversation.');
    // That somebody has read something is no change of the system.
    return { log: [], notice: 'Marked as read.', next: '/inbox?show=unread' };
  });
  return router;
}

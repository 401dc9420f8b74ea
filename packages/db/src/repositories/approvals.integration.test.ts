import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, Tx } from '../database.ts';
import { waitingMessages } from '../views/approvals.ts';
import { approveInvite, approveMessage, redraftMessage, rejectInvite, rejectMessage } from './approvals.ts';
import { getDeal, nextFollowUp } from './deals.ts';
import { latestEvents } from './events.ts';
import { holdFollowUp } from './messages.ts';

let database: MigratedDatabase;
let db: Database;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('approvals');
  db = database.db;
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(db);
  campaignId = await addCampaign(db, [accountId], { approvalMode: 'approve-everything' });
});
afterAll(() => database.drop());

const DECIDER = { who: 'mara', now: NOW };
const inTrx = <T>(work: (trx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(work);

async function waitingText(text = 'Thank you.') {
  const deal = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  return { ...deal, messageId: await addFrozenMessage(db, deal.dealId, text) };
}
const messageRow = (id: number) =>
  db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst();

describe('a text', () => {
  test('that is approved says by whom and when', async () => {
    const { messageId } = await waitingText();
    expect(await inTrx((trx) => approveMessage(trx, messageId, 'Thank you.', DECIDER))).toMatchObject({
      kind: 'approved',
    });
    expect(await messageRow(messageId)).toMatchObject({
      approved_by: 'mara',
      approved_at: NOW,
      state: 'frozen',
    });
    expect(await latestEvents(db, 1)).toMatchObject([{ kind: 'message.approved', detail: 'by mara' }]);
  });

  test('that is edited is approved as edited', async () => {
    const { messageId } = await waitingText();
    await inTrx((trx) => approveMessage(trx, messageId, 'Thanks!', DECIDER));
    expect(await messageRow(messageId)).toMatchObject({ text: 'Thanks!', approved_by: 'mara' });
    expect(await latestEvents(db, 1)).toMatchObject([{ detail: 'edited by mara' }]);
  });

  test('is decided once', async () => {
    const { messageId } = await waitingText();
    await inTrx((trx) => approveMessage(trx, messageId, 'Thanks!', DECIDER));
    const later = { who: 'tomas', now: NOW };
    for (const decide of [
      (trx: Tx) => approveMessage(trx, messageId, 'No!', later),
      (trx: Tx) => redraftMessage(trx, messageId, later),
      (trx: Tx) => rejectMessage(trx, messageId, '', later),
    ]) {
      expect(await inTrx<unknown>(decide)).toEqual({ kind: 'decided-meanwhile' });
    }
    expect(await messageRow(messageId)).toMatchObject({ text: 'Thanks!', approved_by: 'mara' });
  });

  test('that is being sent, or may have been, is not decided about', async () => {
    const { messageId, leadId, dealId } = await waitingText();
    await db.updateTable('campaign').set({ approval_mode: 'autopilot' }).execute();
    await addAction(db, { kind: 'message', accountId, leadId, dealId, messageId, state: 'unknown' });
    await db.updateTable('campaign').set({ approval_mode: 'approve-messages' }).execute();
    const answer = inTrx((trx) => approveMessage(trx, messageId, 'Thanks!', DECIDER));
    expect(await answer).toEqual({ kind: 'decided-meanwhile' });
    expect(await messageRow(messageId)).toMatchObject({ text: 'Thank you.', approved_by: null });
  });

  test('is written anew once, and the first one is kept', async () => {
    const { messageId, dealId } = await waitingText('First.');
    expect(await inTrx((trx) => redraftMessage(trx, messageId, DECIDER))).toMatchObject({
      kind: 'redrafted',
    });
    expect(await messageRow(messageId)).toBeUndefined();
    const second = await addFrozenMessage(db, dealId, 'Second.');
    const answer = await inTrx((trx) => redraftMessage(trx, second, DECIDER));
    expect(answer).toEqual({ kind: 'no-more-drafts' });
    expect(await messageRow(second)).toMatchObject({ text: 'Second.' });
    expect(await db.selectFrom('rejected_draft').select(['text', 'rejected_by']).execute()).toEqual([
      { text: 'First.', rejected_by: 'mara' },
    ]);
  });

  test('that was tried to be sent is not written anew: the ledger names it', async () => {
    const { messageId, leadId, dealId } = await waitingText();
    await db.updateTable('campaign').set({ approval_mode: 'autopilot' }).execute();
    await addAction(db, { kind: 'message', accountId, leadId, dealId, messageId, state: 'abandoned' });
    expect(await inTrx((trx) => redraftMessage(trx, messageId, DECIDER))).toEqual({ kind: 'no-more-drafts' });
    expect(await messageRow(messageId)).toBeDefined();
  });

  test('that is rejected closes its deal with the reason', async () => {
    const { messageId, dealId } = await waitingText();
    await inTrx((trx) => rejectMessage(trx, messageId, 'we met in person', DECIDER));
    const row = await db.selectFrom('deal').selectAll().where('id', '=', dealId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: 'FAILED',
      closing_reason: 'rejected',
      closing_detail: 'mara: we met in person',
    });
  });

  test('that was held for what its check found is sent once a human approved it, on autopilot too', async () => {
    await db.updateTable('campaign').set({ approval_mode: 'autopilot' }).execute();
    const { dealId } = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
    const problems = [{ code: 'placeholder', text: 'It holds [Name].' }];
    await holdFollowUp(db, dealId, { text: 'Hi [Name].', model: 'm', problems }, NOW);
    expect(await nextFollowUp(db, campaignId, accountId, NOW)).toBeNull();
    const [held] = await waitingMessages(db, { limit: 10 });
    expect(held).toMatchObject({ dealId, problems, text: 'Hi [Name].' });
    await inTrx((trx) => approveMessage(trx, held?.messageId ?? 0, 'Hi Ines.', DECIDER));
    expect(await nextFollowUp(db, campaignId, accountId, NOW)).toMatchObject({ dealId, text: 'Hi Ines.' });
    expect(await waitingMessages(db, { limit: 10 })).toEqual([]);
  });

  test('that does not exist is missing', async () => {
    expect(await inTrx((trx) => approveMessage(trx, 999, 'x', DECIDER))).toEqual({ kind: 'missing' });
  });
});

describe('an invitation', () => {
  test('that is approved says by whom and when, and only once', async () => {
    const { dealId } = await addDeal(db, { campaignId });
    expect(await inTrx((trx) => approveInvite(trx, dealId, DECIDER))).toMatchObject({ kind: 'approved' });
    const row = await db.selectFrom('deal').selectAll().where('id', '=', dealId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'NEW', invite_approved_by: 'mara', invite_approved_at: NOW });
    expect(await inTrx((trx) => approveInvite(trx, dealId, DECIDER))).toEqual({ kind: 'decided-meanwhile' });
  });

  test('that is rejected closes the deal; one that was sent is not decided about', async () => {
    const { dealId } = await addDeal(db, { campaignId });
    expect(await inTrx((trx) => rejectInvite(trx, dealId, '', DECIDER))).toMatchObject({ kind: 'rejected' });
    expect((await getDeal(db, dealId))?.state).toBe('FAILED');
    const sent = await addDeal(db, { campaignId, accountId, state: 'PENDING' });
    const answer = await inTrx((trx) => rejectInvite(trx, sent.dealId, '', DECIDER));
    expect(answer).toEqual({ kind: 'decided-meanwhile' });
    expect(await inTrx((trx) => rejectInvite(trx, 999, '', DECIDER))).toEqual({ kind: 'missing' });
  });
});

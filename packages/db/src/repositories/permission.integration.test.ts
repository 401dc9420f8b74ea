import { ApprovalMode, permissionFor } from '@fairlead/shared/domain/approval';
import { DAY_MS } from '@fairlead/shared/domain/limits';
import { Stale } from '@fairlead/shared/runtime/errors';
import {
  addAccount,
  addCampaign,
  addDeal,
  addFrozenMessage,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../database.ts';
import { takeFence } from './accounts.ts';
import { approveInvite, approveMessage, redraftMessage } from './approvals.ts';
import { nextDealToConnect, nextDealToDraft, nextFollowUp } from './deals.ts';
import { type Intent, intendAction } from './ledger.ts';

/*
 * What a campaign may send is asked twice: by the query that finds work, and by the transaction that writes
 * the intent. These tests take the second one as a job in flight would meet it.
 */

let database: MigratedDatabase;
let db: Database;
let accountId: number;
let campaignId: number;
let fencingToken: number;

beforeAll(async () => {
  database = await openMigratedDatabase('permission');
  db = database.db;
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(db);
  fencingToken = await takeFence(db, accountId);
  campaignId = await addCampaign(db, [accountId]);
});
afterAll(() => database.drop());

const TEXT = 'Thank you for connecting.';
const DECIDER = { who: 'mara', now: NOW };
const QUOTAS = [{ windowMs: DAY_MS, max: 10 }];

const setMode = (mode: ApprovalMode) => db.updateTable('campaign').set({ approval_mode: mode }).execute();

async function newInvite() {
  const { leadId, dealId } = await addDeal(db, { campaignId });
  return { kind: 'invite', accountId, leadId, dealId, messageId: null, text: null, fencingToken } as const;
}

async function newMessage() {
  const { leadId, dealId } = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  const messageId = await addFrozenMessage(db, dealId, TEXT);
  return { kind: 'message', accountId, leadId, dealId, messageId, text: TEXT, fencingToken } as const;
}

type Act =
  | Awaited<ReturnType<typeof newInvite>>
  | (Awaited<ReturnType<typeof newMessage>> & { text: string });

const intend = (action: Omit<Act, 'text'> & { text: string | null }, on = db): Promise<Intent> =>
  on.transaction().execute((trx) => intendAction(trx, action, QUOTAS, NOW));
const approve = (messageId: number, text: string, on = db) =>
  on.transaction().execute((trx) => approveMessage(trx, messageId, text, DECIDER));

describe.each(ApprovalMode.options)('a campaign on %s', (mode) => {
  test.each(['invite', 'message'] as const)('lets pass what it may of: %s', async (kind) => {
    const act = kind === 'invite' ? await newInvite() : await newMessage();
    await setMode(mode);
    const isFree = permissionFor(mode, kind) === 'free';
    const found =
      kind === 'invite'
        ? await nextDealToConnect(db, campaignId, NOW)
        : await nextFollowUp(db, campaignId, accountId, NOW);
    expect(found?.dealId).toBe(isFree ? act.dealId : undefined);
    if (isFree) expect(await intend(act)).toMatchObject({ kind: 'intended' });
    else await expect(intend(act)).rejects.toBeInstanceOf(Stale);
    expect(await db.selectFrom('action').select('id').execute()).toHaveLength(isFree ? 1 : 0);
  });

  test('lets pass what a human approved, unless it only observes', async () => {
    const [invite, message] = [await newInvite(), await newMessage()];
    await setMode('approve-everything');
    await db.transaction().execute((trx) => approveInvite(trx, invite.dealId, DECIDER));
    await approve(message.messageId, TEXT);
    await setMode(mode);
    const observes = mode === 'observe-only';
    expect((await nextDealToConnect(db, campaignId, NOW)) === null).toBe(observes);
    expect((await nextFollowUp(db, campaignId, accountId, NOW)) === null).toBe(observes);
    for (const act of [invite, message]) {
      if (observes) await expect(intend(act)).rejects.toThrow('only observes');
      else expect(await intend(act)).toMatchObject({ kind: 'intended' });
    }
  });
});

test('only what was approved is approved: the invitation of one deal says nothing of another', async () => {
  const [approved, other] = [await newInvite(), await newInvite()];
  await setMode('approve-everything');
  await db.transaction().execute((trx) => approveInvite(trx, approved.dealId, DECIDER));
  await expect(intend(other)).rejects.toThrow('waits for approval');
  expect(await intend(approved)).toMatchObject({ kind: 'intended' });
});

describe('the text that was approved is the text that is sent', () => {
  test('a worker that read the draft before it was edited sends nothing', async () => {
    const act = await newMessage();
    await setMode('approve-messages');
    await approve(act.messageId, 'Another text, by a human.');
    await expect(intend(act)).rejects.toThrow('changed meanwhile');
    const found = await nextFollowUp(db, campaignId, accountId, NOW);
    expect(found?.text).toBe('Another text, by a human.');
    expect(await intend({ ...act, text: 'Another text, by a human.' })).toMatchObject({ kind: 'intended' });
  });

  test('on autopilot too, a text that was edited meanwhile is not sent as it was', async () => {
    const act = await newMessage();
    await approve(act.messageId, 'Another text, by a human.');
    await expect(intend(act)).rejects.toThrow('changed meanwhile');
  });

  test('a draft that was sent back is not sent, and the next one waits again', async () => {
    const act = await newMessage();
    await setMode('approve-messages');
    await db.transaction().execute((trx) => redraftMessage(trx, act.messageId, DECIDER));
    await expect(intend(act)).rejects.toThrow('not to be sent any more');
    expect((await nextDealToDraft(db, campaignId))?.dealId).toBe(act.dealId);
    const messageId = await addFrozenMessage(db, act.dealId, 'Second try.');
    await expect(intend({ ...act, messageId, text: 'Second try.' })).rejects.toThrow('waits for approval');
  });

  test('a text of another deal is not sent, although it is approved', async () => {
    const [act, other] = [await newMessage(), await newMessage()];
    await setMode('approve-messages');
    await approve(other.messageId, TEXT);
    await expect(intend({ ...act, messageId: other.messageId })).rejects.toThrow(Stale);
  });

  test('whatever comes first, an edit or the intent, never both', async () => {
    const act = await newMessage();
    const other = await connectDatabase(database.url);
    const [intent, edit] = await Promise.allSettled([intend(act), approve(act.messageId, 'Edited.', other)]);
    await other.destroy();
    const edited = edit.status === 'fulfilled' && edit.value.kind === 'approved';
    expect(intent.status === 'fulfilled').toBe(!edited);
  });
});

test('nothing new is drafted while the campaign only observes', async () => {
  await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  expect(await nextDealToDraft(db, campaignId)).not.toBeNull();
  await setMode('observe-only');
  expect(await nextDealToDraft(db, campaignId)).toBeNull();
});

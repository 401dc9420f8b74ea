import {
  addAccount,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addLead,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markSeen } from '../repositories/conversations.ts';
import { markMessageSent } from '../repositories/messages.ts';
import { keepThread, type SeenMessage } from '../repositories/thread-messages.ts';
import {
  conversationsOfLead,
  INBOX_FILTERS,
  type InboxPlace,
  listConversations,
  messagesOf,
} from './inbox.ts';

let database: MigratedDatabase;
let accountId: number;
beforeAll(async () => {
  database = await openMigratedDatabase('views inbox');
  accountId = await addAccount(database.db);
});
afterAll(() => database.drop());

const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const keep = (leadId: number, messages: readonly SeenMessage[]) =>
  database.db.transaction().execute((trx) => keepThread(trx, { accountId, leadId }, messages, at(500)));

test('a conversation begins with what we sent, and is told once, in order', async () => {
  const { db } = database;
  const campaignId = await addCampaign(db, [accountId], { name: 'Parks' });
  const { leadId, dealId } = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  const messageId = await addFrozenMessage(db, dealId);
  await db.transaction().execute((trx) => markMessageSent(trx, messageId, at(10)));
  const [fresh] = await conversationsOfLead(db, leadId);
  expect(fresh).toMatchObject({
    lastText: 'Thank you.',
    lastFromSelf: true,
    hasReplied: false,
    isUnread: false,
  });
  await keep(leadId, [
    { fromSelf: true, text: ' Thank you. ', sentAt: at(11) },
    { fromSelf: false, text: 'Let us talk', sentAt: at(20) },
    { fromSelf: false, text: 'In May', sentAt: null },
  ]);
  const [answered] = await conversationsOfLead(db, leadId);
  expect(answered).toMatchObject({
    lastText: 'In May',
    lastFromSelf: false,
    hasReplied: true,
    isUnread: true,
  });
  const said = await messagesOf(db, answered?.id ?? 0);
  expect(said.map(({ text, fromSelf, campaignName }) => [text, fromSelf, campaignName])).toEqual([
    ['Thank you.', true, 'Parks'],
    ['Let us talk', false, null],
    ['In May', false, null],
  ]);
  expect(await markSeen(db, answered?.id ?? 0, at(600))).toBe(true);
  expect(await conversationsOfLead(db, leadId)).toMatchObject([{ isUnread: false, hasReplied: true }]);
  // What is read late of earlier words changes neither the last ones nor their moment.
  await keep(leadId, [{ fromSelf: false, text: 'Earlier', sentAt: at(12) }]);
  expect(await conversationsOfLead(db, leadId)).toMatchObject([{ lastText: 'In May', isUnread: false }]);
  expect(await markSeen(db, 999_999, NOW)).toBe(false);
});

test('every conversation is on exactly one page, the latest first, whatever the filter', async () => {
  const { db } = database;
  for (let i = 0; i < 23; i++) {
    const { leadId } = await addLead(db);
    // Several at one moment.
    await keep(leadId, [{ fromSelf: i % 3 === 0, text: `message ${i}`, sentAt: at(Math.floor(i / 4)) }]);
    const [one] = await conversationsOfLead(db, leadId);
    if (i % 5 === 0) await markSeen(db, one?.id ?? 0, at(1_000));
  }
  const all = (await listConversations(db, { filter: 'all', limit: 100 })).rows;
  expect(all).toHaveLength(24);
  const passes = {
    all: () => true,
    unread: (row: (typeof all)[0]) => row.isUnread,
    replied: (row: (typeof all)[0]) => row.hasReplied,
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...INBOX_FILTERS),
      fc.integer({ min: 1, max: 9 }),
      async (filter, limit) => {
        const ids: number[] = [];
        let behind: InboxPlace | null = null;
        do {
          const page: Awaited<ReturnType<typeof listConversations>> = await listConversations(db, {
            filter,
            accountId,
            limit,
            ...(behind ? { behind } : {}),
          });
          ids.push(...page.rows.map(({ id }) => id));
          behind = page.next;
        } while (behind);
        expect(ids).toEqual(all.filter(passes[filter]).map(({ id }) => id));
      },
    ),
    { numRuns: 20, seed: 8 },
  );
});

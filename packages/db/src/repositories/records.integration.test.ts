import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventsAfter, latestEvents, recordEvent } from './events.ts';
import { freezeFollowUp, getMessageText, markMessageRefused, markMessageSent } from './messages.ts';
import { latestModel, saveModel } from './models.ts';
import { latestPlanReport, savePlanReport } from './plan-reports.ts';
import { findUser, upsertUser } from './users.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('records');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

const LATER = new Date(NOW.getTime() + 60_000);

describe('the plan report', () => {
  test('is none before the first tick', async () => {
    expect(await latestPlanReport(database.db)).toBeNull();
  });

  test('is the newest one, with its instants', async () => {
    const waiting = [{ campaignId: 3, lane: 'connect' as const, reason: 'limit reached', until: LATER }];
    const planned = [{ name: 'search', payload: { campaignId: 3, accountId: 7 } }];
    await savePlanReport(database.db, { at: NOW, planned: [], waiting: [] });
    await savePlanReport(database.db, { at: LATER, planned, waiting });
    expect(await latestPlanReport(database.db)).toEqual({ at: LATER, planned, waiting });
  });
});

describe('users', () => {
  test('are found by name', async () => {
    await upsertUser(database.db, { name: 'owner', passwordHash: 'h1', role: 'owner' }, NOW);
    expect(await findUser(database.db, 'owner')).toEqual({
      id: expect.any(Number),
      name: 'owner',
      role: 'owner',
      passwordHash: 'h1',
    });
    expect(await findUser(database.db, 'OWNER')).toBeNull();
  });

  test('get a new password and keep their role', async () => {
    await upsertUser(database.db, { name: 'viewer', passwordHash: 'h1', role: 'viewer' }, NOW);
    await upsertUser(database.db, { name: 'viewer', passwordHash: 'h2', role: 'owner' }, LATER);
    expect(await findUser(database.db, 'viewer')).toMatchObject({ passwordHash: 'h2', role: 'viewer' });
  });
});

describe('events', () => {
  test('name their lead by its name, or by its slug while it is unread', async () => {
    const unread = await addUrlOnlyLead(database.db, 'unread');
    const { leadId, profile } = await addLead(database.db);
    const accountId = await addAccount(database.db);
    await recordEvent(database.db, { kind: 'account.logged-in', accountId }, NOW);
    await recordEvent(database.db, { kind: 'lead.seen', leadId: unread, detail: 'on a page' }, LATER);
    await recordEvent(database.db, { kind: 'lead.read', leadId }, LATER);
    const none = {
      campaignId: null,
      accountId: null,
      leadId: null,
      dealId: null,
      leadName: null,
      detail: null,
    };
    const id = expect.any(Number);
    expect(await latestEvents(database.db, 10)).toEqual([
      { ...none, id, at: LATER, kind: 'lead.read', leadId, leadName: profile.fullName },
      { ...none, id, at: LATER, kind: 'lead.seen', leadId: unread, leadName: 'unread', detail: 'on a page' },
      { ...none, id, at: NOW, kind: 'account.logged-in', accountId },
    ]);
  });

  test('are read on from where one stopped, of all or of one lead', async () => {
    const { leadId } = await addLead(database.db);
    for (const kind of ['a', 'b', 'c', 'd'])
      await recordEvent(database.db, kind === 'c' ? { kind, leadId } : { kind }, NOW);
    const [first, second] = await eventsAfter(database.db, 0, 2);
    expect([first?.kind, second?.kind]).toEqual(['a', 'b']);
    const kinds = (events: { kind: string }[]) => events.map(({ kind }) => kind);
    expect(kinds(await eventsAfter(database.db, second?.id ?? 0, 10))).toEqual(['c', 'd']);
    expect(kinds(await eventsAfter(database.db, 0, 10, leadId))).toEqual(['c']);
    expect(kinds(await latestEvents(database.db, 2))).toEqual(['d', 'c']);
  });
});

describe('the follow-up text', () => {
  async function freeze(): Promise<{ dealId: number; messageId: number }> {
    const accountId = await addAccount(database.db);
    const campaignId = await addCampaign(database.db, [accountId]);
    const { dealId } = await addDeal(database.db, { campaignId, accountId, state: 'CONNECTED' });
    expect(await freezeFollowUp(database.db, dealId, 'Hello.', 'm', NOW)).toBe(true);
    const { id } = await database.db.selectFrom('message').select('id').executeTakeFirstOrThrow();
    return { dealId, messageId: id };
  }
  const row = () => database.db.selectFrom('message').select(['state', 'sent_at']).executeTakeFirst();

  test('is frozen once: nothing else can be sent', async () => {
    const { dealId, messageId } = await freeze();
    expect(await freezeFollowUp(database.db, dealId, 'Another.', 'm', LATER)).toBe(false);
    expect(await getMessageText(database.db, messageId)).toBe('Hello.');
    await expect(getMessageText(database.db, 0)).rejects.toThrow();
  });

  test('remembers that it was sent, and when', async () => {
    const { messageId } = await freeze();
    await database.db.transaction().execute((trx) => markMessageSent(trx, messageId, LATER));
    expect(await row()).toEqual({ state: 'sent', sent_at: LATER });
  });

  test('remembers that it was refused', async () => {
    const { messageId } = await freeze();
    await database.db.transaction().execute((trx) => markMessageRefused(trx, messageId));
    expect(await row()).toEqual({ state: 'refused', sent_at: null });
  });
});

describe('fitted models', () => {
  const model = (version: string, labels: number, embeddingModel: string = TEST_MODEL) => ({
    strategy: 'classic',
    version,
    embeddingModel,
    labels,
    state: { weights: [labels] },
    options: { guard: true },
    report: {
      concerns: [{ code: 'few-labels', text: 'Few.', asks: true }],
      calibration: [{ from: 0, to: 0.05, people: 3, meanProbability: 0.02, yes: 1 }],
    },
    auditsSettledTo: 7,
  });

  test('are read newest first, per campaign and kind of vectors', async () => {
    const [campaignId, other] = [await addCampaign(database.db), await addCampaign(database.db)];
    expect(await latestModel(database.db, campaignId, TEST_MODEL)).toBeNull();
    await saveModel(database.db, campaignId, model('v1', 1), NOW);
    await saveModel(database.db, campaignId, model('v2', 2), NOW);
    await saveModel(database.db, campaignId, model('v2', 3, 'another-model'), NOW);
    await saveModel(database.db, other, model('v2', 4), NOW);
    expect(await latestModel(database.db, campaignId, TEST_MODEL)).toEqual(model('v2', 2));
    expect(await latestModel(database.db, campaignId, 'another-model')).toEqual(
      model('v2', 3, 'another-model'),
    );
    expect(await latestModel(database.db, other, TEST_MODEL)).toEqual(model('v2', 4));
  });

  test('keep the first of two with the same version', async () => {
    const campaignId = await addCampaign(database.db);
    await saveModel(database.db, campaignId, model('v1', 1), NOW);
    await saveModel(database.db, campaignId, model('v1', 9), LATER);
    expect(await latestModel(database.db, campaignId, TEST_MODEL)).toEqual(model('v1', 1));
  });
});

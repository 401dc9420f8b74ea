import { DealState } from '@fairlead/shared/domain/deal';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addVector,
  emptyTables,
  type MigratedDatabase,
  openMigratedDatabase,
} from './builders.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('builders');
});
beforeEach(() => emptyTables(database));
afterAll(() => database.drop());

test('a deal of any state has the history that leads there', async () => {
  const { db } = database;
  const accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  for (const state of DealState.options) {
    const { dealId } = await addDeal(db, { campaignId, accountId, state });
    const last = await db
      .selectFrom('deal_transition')
      .select('to_state')
      .where('deal_id', '=', dealId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(last.to_state).toBe(state);
  }
});

test('emptying removes rows of every kind', async () => {
  const { db } = database;
  const accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  const { leadId, dealId } = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  await addVector(db, leadId);
  const messageId = await addFrozenMessage(db, dealId);
  const ids = { accountId, leadId, dealId };
  await addAction(db, { ...ids, kind: 'invite', state: 'done' });
  await addAction(db, { ...ids, kind: 'message', messageId, state: 'unknown' });
  await emptyTables(database);
  for (const table of ['lead', 'account', 'campaign', 'deal', 'action', 'embedding', 'message'] as const) {
    expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
  }
});

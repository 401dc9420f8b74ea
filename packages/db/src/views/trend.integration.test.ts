import { DAY_MS } from '@fairlead/shared/domain/limits';
import {
  addAccount,
  addCampaign,
  addDeal,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordVerdict } from '../repositories/verdicts.ts';
import { readTrend } from './trend.ts';

let database: MigratedDatabase;
let campaignId: number;
let accountId: number;
beforeAll(async () => {
  database = await openMigratedDatabase('trend');
  accountId = await addAccount(database.db);
  campaignId = await addCampaign(database.db, [accountId]);
});
afterAll(() => database.drop());

const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

test('every span is there, and each step is counted where it was taken', async () => {
  const { db } = database;
  const { leadId } = await addDeal(db, { campaignId, accountId, state: 'COMPLETED', at: daysAgo(2) });
  await addDeal(db, { campaignId, accountId, state: 'PENDING', at: daysAgo(40) });
  const verdict = {
    qualified: true,
    reason: 'r',
    source: 'llm',
    modelVersion: null,
    confidence: null,
  } as const;
  await db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, daysAgo(0)));
  const none = { judged: 0, qualified: 0, invited: 0, connected: 0, messaged: 0 };
  expect(await readTrend(db, { span: 'day', spans: 4, campaignId }, NOW)).toEqual([
    { from: '2026-02-27', ...none },
    { from: '2026-02-28', ...none, invited: 1, connected: 1, messaged: 1 },
    { from: '2026-03-01', ...none },
    { from: '2026-03-02', ...none, judged: 1, qualified: 1 },
  ]);
  const weeks = await readTrend(db, { span: 'week', spans: 6 }, NOW);
  expect(weeks.map(({ from, invited }) => [from, invited])).toEqual([
    ['2026-01-26', 0],
    ['2026-02-02', 0],
    ['2026-02-09', 0],
    ['2026-02-16', 0],
    ['2026-02-23', 1],
    ['2026-03-02', 0],
  ]);
  const other = await addCampaign(db);
  expect(await readTrend(db, { span: 'day', spans: 1, campaignId: other }, NOW)).toEqual([
    { from: '2026-03-02', ...none },
  ]);
});

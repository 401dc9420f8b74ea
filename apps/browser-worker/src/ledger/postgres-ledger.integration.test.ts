import { takeFence } from '@fairlead/db/repositories/accounts';
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
import { afterAll, beforeAll } from 'vitest';
import { postgresLedger } from './postgres-ledger.ts';
import { describeLedgerContract } from './testing/ledger-contract.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('postgres_ledger');
});
afterAll(() => database.drop());

describeLedgerContract('Postgres', async () => {
  const { db } = database;
  await emptyTables(database);
  const accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  return {
    now: NOW,
    takeOver: async () => postgresLedger(db, await takeFence(db, accountId)),
    newAct: async (kind) => {
      const state = kind === 'message' ? 'CONNECTED' : 'NEW';
      const { leadId, dealId } = await addDeal(db, { campaignId, accountId, state });
      const text = kind === 'message' ? 'Thank you.' : null;
      const messageId = text === null ? null : await addFrozenMessage(db, dealId, text);
      return { kind, accountId, leadId, dealId, messageId, text };
    },
  };
});

import type { PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { eligibleToEnrich } from './eligibility.ts';
import { leadsToSeed } from './partner-kits.ts';
import { readAccountFacts } from './snapshot-accounts.ts';
import { readCampaignFacts, type SnapshotOptions } from './snapshot-campaigns.ts';
import { countLeads, countLeadsToEmbed } from './tallies.ts';

/**
 * Reads everything the plan looks at, with as many queries for three thousand campaigns as for one. None
 * looks at what is finished. Accounts and campaigns are read beside each other, each as of one instant.
 */
export async function readPlanSnapshot(
  db: Database,
  { embeddingModel, countUpTo }: SnapshotOptions,
  now: Date,
): Promise<PlanSnapshot> {
  const [accounts, rest] = await Promise.all([
    atOneInstant(db, (trx) => readAccountFacts(trx, now)),
    atOneInstant(db, async (trx) => ({
      ...(await readCampaigns(trx, { embeddingModel, countUpTo }, now)),
      leads: await countLeads(trx),
      leadsToEnrich: await countLeadsToEnrich(trx, countUpTo, now),
      leadsToEmbed: Math.min(countUpTo, await countLeadsToEmbed(trx, embeddingModel)),
    })),
  ]);
  return { accounts, ...rest };
}

/** Who may seed a partner is looked up only where there is one. */
async function readCampaigns(db: Database, options: SnapshotOptions, now: Date) {
  const campaigns = await readCampaignFacts(db, options, now);
  const areSeeded = campaigns.some(({ actionFraction }) => actionFraction !== null);
  const seeds = areSeeded ? await leadsToSeed(db, options.embeddingModel, options.countUpTo) : [];
  return { campaigns, leadsToSeed: seeds.length };
}

async function countLeadsToEnrich(db: Database, countUpTo: number, now: Date): Promise<number> {
  const rows = await eligibleToEnrich(db, now).select(sql<number>`1`.as('one')).limit(countUpTo).execute();
  return rows.length;
}

async function atOneInstant<T>(db: Database, read: (trx: Tx) => Promise<T>): Promise<T> {
  const transaction = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return await transaction.execute(async (trx) => {
    // Compiling takes longer than these queries run: their cost is estimated high, for there are many campaigns.
    await sql`set local jit = off`.execute(trx);
    return await read(trx);
  });
}

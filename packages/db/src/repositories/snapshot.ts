import type { PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { eligibleToEnrich } from './eligibility.ts';
import { readAccountFacts } from './snapshot-accounts.ts';
import { readCampaignFacts, type SnapshotOptions } from './snapshot-campaigns.ts';
import { countLeads, countLeadsToEmbed } from './tallies.ts';

/**
 * Reads everything the plan looks at, as it is at one instant, with as many queries for three thousand
 * campaigns as for one. None looks at what is finished.
 */
export async function readPlanSnapshot(
  db: Database,
  { embeddingModel, countUpTo }: SnapshotOptions,
  now: Date,
): Promise<PlanSnapshot> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      // Compiling takes longer than these queries run: their cost is estimated high, for there are many campaigns.
      await sql`set local jit = off`.execute(trx);
      const toEnrich = await eligibleToEnrich(trx, now)
        .select(sql<number>`1`.as('one'))
        .limit(countUpTo)
        .execute();
      return {
        accounts: await readAccountFacts(trx, now),
        campaigns: await readCampaignFacts(trx, { embeddingModel, countUpTo }, now),
        leads: await countLeads(trx),
        leadsToEnrich: toEnrich.length,
        leadsToEmbed: Math.min(countUpTo, await countLeadsToEmbed(trx, embeddingModel)),
      };
    });
}

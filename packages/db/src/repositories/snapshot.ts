import type { Lane } from '@fairlead/shared/domain/lane';
import { type LimitedKind, nextFreeAt, quotasFor } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';
import { type Account, listAccounts } from './accounts.ts';
import { listCampaigns } from './campaigns.ts';
import {
  eligibleToCheck,
  eligibleToConnect,
  eligibleToDraft,
  eligibleToEmbed,
  eligibleToEnrich,
  eligibleToFollowUp,
  eligibleToJudge,
  eligibleToSettle,
} from './eligibility.ts';
import { countLeads } from './leads.ts';
import { closuresAt, laneSchedules } from './schedule.ts';
import { spentActions } from './spent.ts';

export interface SnapshotOptions {
  /** Name of the embedding model in use: only its vectors count. */
  embeddingModel: string;
  /** Counting stops here, so that a tick stays cheap with a million leads. */
  countUpTo: number;
}

/** Reads everything the plan looks at. */
export async function readPlanSnapshot(
  db: Database,
  options: SnapshotOptions,
  now: Date,
): Promise<PlanSnapshot> {
  return {
    accounts: await accountFacts(db, now),
    campaigns: await campaignFacts(db, options, now),
    leads: await countLeads(db),
    leadsToEnrich: await countUpTo(options.countUpTo, eligibleToEnrich(db, now)),
    leadsToEmbed: await countUpTo(options.countUpTo, eligibleToEmbed(db, options.embeddingModel)),
  };
}

async function accountFacts(db: Database, now: Date): Promise<AccountFacts[]> {
  const closures = await closuresAt(db, now);
  const facts: AccountFacts[] = [];
  for (const account of await listAccounts(db)) {
    const closed = closures
      .filter(({ accountId }) => accountId === account.id)
      .map(({ lane, until, reason }) => [lane, { until, reason }] as const);
    facts.push({
      id: account.id,
      handle: account.handle,
      unusableBecause: unusableBecause(account),
      freeAt: {
        invite: await freeAt(db, account, 'invite', now),
        message: await freeAt(db, account, 'message', now),
      },
      closedLanes: Object.fromEntries(closed),
    });
  }
  return facts;
}

function unusableBecause(account: Account): string | null {
  if (!account.active) return 'the account is switched off';
  return account.health === 'ok' ? null : (account.healthReason ?? 'the account is stopped');
}

async function freeAt(db: Database, account: Account, kind: LimitedKind, now: Date): Promise<Date | null> {
  const quotas = quotasFor(kind, account.limits);
  const spent = await spentActions(db, account.id, kind, quotas, now);
  return nextFreeAt(
    spent.map(({ at }) => at),
    quotas,
    now,
  );
}

async function campaignFacts(db: Database, options: SnapshotOptions, now: Date): Promise<CampaignFacts[]> {
  const links = await db.selectFrom('campaign_account').selectAll().orderBy('account_id').execute();
  const schedules = await laneSchedules(db);
  const facts: CampaignFacts[] = [];
  for (const { id, name, paused } of await listCampaigns(db)) {
    const nextAt: Partial<Record<Lane, Date>> = {};
    for (const schedule of schedules) if (schedule.campaignId === id) nextAt[schedule.lane] = schedule.nextAt;
    facts.push({
      id,
      name,
      paused,
      accountIds: links.filter((link) => link.campaign_id === id).map((link) => link.account_id),
      nextAt,
      ...(await campaignCounts(db, id, options, now)),
    });
  }
  return facts;
}

async function campaignCounts(db: Database, id: number, options: SnapshotOptions, now: Date) {
  const { embeddingModel, countUpTo: most } = options;
  return {
    dealsToConnect: await countUpTo(most, eligibleToConnect(db, id, now)),
    dealsToDraft: await countUpTo(most, eligibleToDraft(db, id)),
    actsToSettle: await countByAccount(eligibleToSettle(db, id, now), 'action.account_id'),
    pendingDue: await countByAccount(eligibleToCheck(db, id, now)),
    followUpsReady: await countByAccount(eligibleToFollowUp(db, id, now)),
    candidates: await countUpTo(most, eligibleToJudge(db, id, embeddingModel)),
    unusedKeywords: await countUpTo(
      most,
      db.selectFrom('search_keyword').where('campaign_id', '=', id).where('used_at', 'is', null),
    ),
    unfittedLabels: await unfittedLabels(db, id, embeddingModel),
  };
}

async function countUpTo<TB extends keyof DB>(
  most: number,
  query: SelectQueryBuilder<DB, TB, object>,
): Promise<number> {
  const rows = await query.select(sql<number>`1`.as('one')).limit(most).execute();
  return rows.length;
}

async function countByAccount<TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  account: 'deal.account_id' | 'action.account_id' = 'deal.account_id',
): Promise<Map<number, number>> {
  const accountId = sql.ref(account);
  const rows = await query
    .select([sql<number>`${accountId}`.as('accountId'), sql<number>`count(*)::int`.as('count')])
    .groupBy(accountId)
    .execute();
  return new Map(rows.map(({ accountId, count }) => [accountId, count]));
}

async function unfittedLabels(db: Database, campaignId: number, embeddingModel: string): Promise<number> {
  const fitted = db
    .selectFrom('model_snapshot')
    .select('labels')
    .where('campaign_id', '=', campaignId)
    .where('embedding_model', '=', embeddingModel)
    .orderBy('id', 'desc')
    .limit(1);
  const { labels, seen } = await db
    .selectFrom('verdict')
    // A label without a vector of this model cannot be fitted, so it does not wait to be.
    .innerJoin('embedding', 'embedding.lead_id', 'verdict.lead_id')
    .select([sql<number>`count(*)::int`.as('labels'), sql<number | null>`(${fitted})`.as('seen')])
    .where('embedding.model', '=', embeddingModel)
    .where('verdict.campaign_id', '=', campaignId)
    .where('verdict.superseded_at', 'is', null)
    .where('verdict.source', '!=', 'model')
    .executeTakeFirstOrThrow();
  return Math.max(0, labels - (seen ?? 0));
}

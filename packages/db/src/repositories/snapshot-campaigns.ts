import { NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import type { CampaignFacts } from '@fairlead/shared/domain/snapshot';
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';
import {
  eligibleToCheck,
  eligibleToConnect,
  eligibleToDraft,
  eligibleToFollowUp,
  eligibleToSettle,
  invitesToApprove,
  messagesToApprove,
  unusedKeywords,
} from './eligibility.ts';
import { barrenKeywordCalls } from './keywords.ts';
import { readSchedules } from './schedule.ts';
import { candidates, unfittedLabels } from './tallies.ts';

export interface SnapshotOptions {
  /** Name of the embedding model in use: only its vectors count. */
  embeddingModel: string;
  /** Counting stops here, so that a tick stays cheap with a million leads. */
  countUpTo: number;
}

/** What the plan knows of every campaign, in the order of their ids. */
export async function readCampaignFacts(
  db: Database,
  options: SnapshotOptions,
  now: Date,
): Promise<CampaignFacts[]> {
  const campaigns = await countedCampaigns(db, options, now);
  const accounts = Map.groupBy(await assignments(db), ({ campaignId }) => campaignId);
  const schedules = await readSchedules(db);
  const actsToSettle = await countByAccount(eligibleToSettle(db, now), 'action.account_id');
  const pendingDue = await countByAccount(eligibleToCheck(db, now), 'deal.account_id');
  const followUpsReady = await countByAccount(eligibleToFollowUp(db, now), 'deal.account_id');
  const keywordCalls = await barrenKeywordCalls(db);
  return campaigns.map((campaign) => ({
    ...campaign,
    accountIds: (accounts.get(campaign.id) ?? []).map(({ accountId }) => accountId),
    nextAt: schedules.get(campaign.id) ?? {},
    actsToSettle: actsToSettle.get(campaign.id) ?? NONE,
    pendingDue: pendingDue.get(campaign.id) ?? NONE,
    followUpsReady: followUpsReady.get(campaign.id) ?? NONE,
    keywordCalls: keywordCalls.get(campaign.id) ?? NO_KEYWORD_CALLS,
  }));
}

const NONE: ReadonlyMap<number, number> = new Map();

/** What is counted without regard to accounts, and no further than asked for. */
async function countedCampaigns(
  db: Database,
  { embeddingModel, countUpTo: most }: SnapshotOptions,
  now: Date,
) {
  const campaignId = sql.ref<number>('campaign.id');
  return await db
    .selectFrom('campaign')
    .leftJoin('judgement_tally', (join) =>
      join
        .onRef('judgement_tally.campaign_id', '=', 'campaign.id')
        .on('judgement_tally.model', '=', embeddingModel),
    )
    // A campaign invents new phrases when it has used the last: there are never many.
    .leftJoin(
      unusedKeywords(db)
        .select(['search_keyword.campaign_id', sql<number>`count(*)::int`.as('keywords')])
        .groupBy('search_keyword.campaign_id')
        .as('unused'),
      (join) => join.onRef('unused.campaign_id', '=', 'campaign.id'),
    )
    .select([
      'campaign.id',
      'campaign.name',
      'campaign.paused',
      'campaign.action_fraction as actionFraction',
      sql<number>`case when campaign.action_fraction is null then 0 else ${countUpTo(most, newDealsOf(db, campaignId))} end`.as(
        'newDeals',
      ),
      'campaign.approval_mode as approvalMode',
      countUpTo(most, eligibleToConnect(db, now).where('deal.campaign_id', '=', campaignId)).as(
        'dealsToConnect',
      ),
      countUpTo(most, invitesToApprove(db).where('deal.campaign_id', '=', campaignId)).as('invitesToApprove'),
      countUpTo(most, messagesToApprove(db).where('deal.campaign_id', '=', campaignId)).as(
        'messagesToApprove',
      ),
      countUpTo(most, eligibleToDraft(db).where('deal.campaign_id', '=', campaignId)).as('dealsToDraft'),
      sql<number>`least(${most}::int, coalesce(unused.keywords, 0))`.as('unusedKeywords'),
      sql<number>`least(${most}::int, ${candidates(db, embeddingModel)})`.as('candidates'),
      unfittedLabels(db, embeddingModel).as('unfittedLabels'),
    ])
    .orderBy('campaign.id')
    .execute();
}

function newDealsOf(db: Database, campaignId: RawBuilder<number>) {
  return db.selectFrom('deal').where('deal.state', '=', 'NEW').where('deal.campaign_id', '=', campaignId);
}

async function assignments(db: Database): Promise<{ campaignId: number; accountId: number }[]> {
  return await db
    .selectFrom('campaign_account')
    .select(['campaign_id as campaignId', 'account_id as accountId'])
    .orderBy('account_id')
    .execute();
}

function countUpTo<TB extends keyof DB>(most: number, query: SelectQueryBuilder<DB, TB, object>) {
  const rows = query.select(sql<number>`1`.as('one')).limit(most);
  return sql<number>`(select count(*)::int from (${rows}) as counted)`;
}

/** Campaign → account → rows. Campaigns without any are absent. */
async function countByAccount<TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  account: 'deal.account_id' | 'action.account_id',
): Promise<ReadonlyMap<number, ReadonlyMap<number, number>>> {
  const [campaignId, accountId] = [sql.ref('deal.campaign_id'), sql.ref(account)];
  const rows = await query
    .select([
      sql<number>`${campaignId}`.as('campaignId'),
      sql<number>`${accountId}`.as('accountId'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .groupBy([campaignId, accountId])
    .execute();
  const byCampaign = Map.groupBy(rows, (row) => row.campaignId);
  return new Map(
    [...byCampaign].map(([id, own]) => [id, new Map(own.map((row) => [row.accountId, row.count]))]),
  );
}

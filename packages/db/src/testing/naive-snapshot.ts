import { restOf, writesPausedBecause } from '@fairlead/shared/domain/account-rest';
import {
  type KeywordCalls,
  MAX_BARREN_KEYWORD_CALLS,
  NO_KEYWORD_CALLS,
} from '@fairlead/shared/domain/keyword';
import {
  type LimitedKind,
  lookingBack,
  nextFreeAt,
  quotasFor,
  roomAmong,
  sinceOf,
} from '@fairlead/shared/domain/limits';
import type { CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { type Account, listAccounts } from '../repositories/accounts.ts';
import { listCampaigns } from '../repositories/campaigns.ts';
import * as eligible from '../repositories/eligibility.ts';
import { closuresAt } from '../repositories/schedule.ts';
import type { SnapshotOptions } from '../repositories/snapshot-campaigns.ts';
import { liveActions, spentActions } from '../repositories/spent.ts';
import type { DB } from '../tables/index.ts';

/** What the snapshot means, said as simply as it can be: every row is looked at, one campaign and one account at a time. */
export async function readNaiveSnapshot(
  db: Database,
  { embeddingModel, countUpTo }: SnapshotOptions,
  now: Date,
): Promise<PlanSnapshot> {
  const upTo = async <TB extends keyof DB>(query: SelectQueryBuilder<DB, TB, object>): Promise<number> =>
    Math.min(countUpTo, await countAll(query));
  const campaigns: CampaignFacts[] = [];
  for (const { id, name, paused, actionFraction, approvalMode } of await listCampaigns(db)) {
    const labels = await countAll(labelsOf(db, id, embeddingModel));
    campaigns.push({
      id,
      name,
      paused,
      actionFraction,
      newDeals:
        actionFraction === null
          ? 0
          : await upTo(
              db.selectFrom('deal').where('deal.state', '=', 'NEW').where('deal.campaign_id', '=', id),
            ),
      approvalMode,
      ...(await settingsOf(db, id)),
      actsToSettle: await byAccount(
        eligible.eligibleToSettle(db, now).where('deal.campaign_id', '=', id),
        'action',
      ),
      dealsToConnect: await upTo(eligible.eligibleToConnect(db, now).where('deal.campaign_id', '=', id)),
      invitesToApprove: await upTo(eligible.invitesToApprove(db).where('deal.campaign_id', '=', id)),
      messagesToApprove: await upTo(eligible.messagesToApprove(db).where('deal.campaign_id', '=', id)),
      dealsToDraft: await upTo(eligible.eligibleToDraft(db).where('deal.campaign_id', '=', id)),
      pendingDue: await byAccount(
        eligible.eligibleToCheck(db, now).where('deal.campaign_id', '=', id),
        'deal',
      ),
      followUpsReady: await byAccount(
        eligible.eligibleToFollowUp(db, now).where('deal.campaign_id', '=', id),
        'deal',
      ),
      candidates: await upTo(eligible.eligibleToJudge(db, id, embeddingModel)),
      unusedKeywords: await upTo(eligible.unusedKeywords(db).where('campaign_id', '=', id)),
      keywordCalls: await barrenCalls(db, id),
      unfittedLabels: Math.max(0, labels - (await fittedLabels(db, id, embeddingModel))),
    });
  }
  return {
    accounts: await Promise.all((await listAccounts(db)).map((account) => accountFacts(db, account, now))),
    campaigns,
    leads: await countAll(db.selectFrom('lead').where('closed_reason', 'is distinct from', 'self')),
    leadsToEnrich: await upTo(eligible.eligibleToEnrich(db, now)),
    leadsToSeed: campaigns.some(({ actionFraction }) => actionFraction !== null)
      ? await upTo(eligible.eligibleToSeed(db, embeddingModel))
      : 0,
    leadsToEmbed: await upTo(eligible.eligibleToEmbed(db, embeddingModel)),
  };
}

async function accountFacts(db: Database, account: Account, now: Date) {
  const { id, handle, active, health, healthReason } = account;
  const closures = (await closuresAt(db, now)).filter(({ accountId }) => accountId === id);
  const freeAt = async (kind: LimitedKind) => {
    const quotas = quotasFor(kind, account.limits);
    const spent = await spentActions(db, id, kind, quotas, now);
    return nextFreeAt(
      spent.map(({ at }) => at),
      quotas,
      now,
    );
  };
  const room = async (kind: LimitedKind) => {
    const quotas = quotasFor(kind, account.limits);
    const spent = await spentActions(db, id, kind, lookingBack(quotas), now);
    return roomAmong(
      spent.map(({ at }) => at),
      quotas,
      now,
    );
  };
  return {
    id,
    handle,
    rest: restOf(account, now),
    writesPausedBecause: writesPausedBecause(account.writesPause),
    unusableBecause: active ? (health === 'ok' ? null : healthReason) : 'the account is switched off',
    freeAt: { invite: await freeAt('invite'), message: await freeAt('message') },
    room: { invite: await room('invite'), message: await room('message') },
    lastActs: {
      invite: await lastActs(db, id, 'invite', now),
      message: await lastActs(db, id, 'message', now),
    },
    closedLanes: Object.fromEntries(closures.map(({ lane, until, reason }) => [lane, { until, reason }])),
  };
}

/** Campaign → the last of its acts by the account, one that may still be done counting as done now. */
async function lastActs(db: Database, accountId: number, kind: LimitedKind, now: Date) {
  const rows = await liveActions(db, kind)
    .innerJoin('deal', 'deal.id', 'action.deal_id')
    .select(['deal.campaign_id as campaignId', 'action.latest_at as at'])
    .where('action.account_id', '=', accountId)
    .execute();
  const last = new Map<number, Date>();
  for (const { campaignId, at: latest } of rows) {
    const at = latest ?? now;
    if (at > sinceOf(kind, now) && at > (last.get(campaignId) ?? new Date(0))) last.set(campaignId, at);
  }
  return last;
}

async function settingsOf(db: Database, campaignId: number) {
  const links = await db
    .selectFrom('campaign_account')
    .select('account_id as id')
    .where('campaign_id', '=', campaignId)
    .orderBy('account_id')
    .execute();
  const lanes = await db
    .selectFrom('lane_schedule')
    .select(['lane', 'next_at'])
    .where('campaign_id', '=', campaignId)
    .execute();
  return {
    accountIds: links.map(({ id }) => id),
    nextAt: Object.fromEntries(lanes.map(({ lane, next_at }) => [lane, next_at])),
  };
}

/** None while a keyword is unused; else calls for the present brief after the campaign last used a keyword that found somebody new. */
async function barrenCalls(db: Database, campaignId: number): Promise<KeywordCalls> {
  const { brief_digest: brief } = await db
    .selectFrom('campaign')
    .select('brief_digest')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const keywords = await db
    .selectFrom('search_keyword')
    .select(['used_at as usedAt', 'discovered'])
    .where('campaign_id', '=', campaignId)
    .execute();
  if (keywords.some(({ usedAt }) => usedAt === null)) return NO_KEYWORD_CALLS;
  const productive = keywords.flatMap(({ usedAt, discovered }) =>
    usedAt !== null && (discovered ?? 0) > 0 ? [usedAt.getTime()] : [],
  );
  const since = Math.max(Number.NEGATIVE_INFINITY, ...productive);
  const calls = await db
    .selectFrom('keyword_call')
    .select(['at', 'brief_digest'])
    .where('campaign_id', '=', campaignId)
    .execute();
  const vain = calls.filter((call) => call.brief_digest === brief && call.at.getTime() > since);
  const lastMs = Math.max(...vain.map(({ at }) => at.getTime()));
  return {
    barren: Math.min(MAX_BARREN_KEYWORD_CALLS, vain.length),
    lastAt: vain.length > 0 ? new Date(lastMs) : null,
  };
}

/** Current verdicts of the language model and of humans on leads with a vector of the model. */
function labelsOf(db: Database, campaignId: number, model: string) {
  return db
    .selectFrom('verdict')
    .innerJoin('embedding', 'embedding.lead_id', 'verdict.lead_id')
    .where('embedding.model', '=', model)
    .where('verdict.campaign_id', '=', campaignId)
    .where('verdict.superseded_at', 'is', null)
    .where('verdict.source', '!=', 'model');
}

async function fittedLabels(db: Database, campaignId: number, model: string): Promise<number> {
  const newest = await db
    .selectFrom('model_snapshot')
    .select('labels')
    .where('campaign_id', '=', campaignId)
    .where('embedding_model', '=', model)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return newest?.labels ?? 0;
}

async function countAll<TB extends keyof DB>(query: SelectQueryBuilder<DB, TB, object>): Promise<number> {
  return (await query.select(sql<number>`1`.as('one')).execute()).length;
}

async function byAccount<TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
  table: 'deal' | 'action',
): Promise<Map<number, number>> {
  const rows = await query.select(sql<number>`${sql.ref(`${table}.account_id`)}`.as('accountId')).execute();
  const groups = Map.groupBy(rows, ({ accountId }) => accountId);
  return new Map([...groups].map(([accountId, own]) => [accountId, own.length]));
}

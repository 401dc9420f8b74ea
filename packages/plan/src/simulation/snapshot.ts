import { keywordPause, NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import { LIMITED_KINDS } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { turnPatienceMs } from '../turns.ts';
import { freeAtMs, nextPlaceMs, roomOf } from './ledger.ts';
import type { Line } from './line.ts';
import type { LaneSchedule } from './schedule.ts';
import type { AccountRow, CampaignRow, DealRow, World } from './world.ts';

// As far as the scheduler counts.
const COUNT_UP_TO = 200;

/** Everything the plan looks at: the same facts, by the same rules, that the database answers with. */
export function readSnapshot(world: World, schedule: LaneSchedule, nowMs: number): PlanSnapshot {
  return {
    accounts: world.accounts.map((account) => accountFacts(account, nowMs)),
    campaigns: world.campaigns.map((campaign) => campaignFacts(campaign, schedule, nowMs)),
    leads: world.leads.size,
    leadsToEnrich: upTo(world.toEnrich.size),
    leadsToEmbed: upTo(world.toEmbed.size),
    leadsToSeed: world.options.partners.length === 0 ? 0 : upTo(world.toSeed.size),
  };
}

function accountFacts(account: AccountRow, nowMs: number): AccountFacts {
  const closures = [...account.closures].filter(([, { untilMs }]) => untilMs > nowMs);
  return {
    id: account.id,
    handle: account.handle,
    unusableBecause: null,
    // A forecast is of accounts in good health that work around the clock.
    rest: null,
    writesPausedBecause: null,
    freeAt: {
      invite: dateOf(freeAtMs(account, 'invite', nowMs)),
      message: dateOf(freeAtMs(account, 'message', nowMs)),
    },
    room: { invite: roomOf(account, 'invite', nowMs), message: roomOf(account, 'message', nowMs) },
    lastActs: {
      invite: datesOf(account.lastActMs.invite),
      message: datesOf(account.lastActMs.message),
    },
    closedLanes: Object.fromEntries(
      closures.map(([lane, { untilMs, reason }]) => [lane, { until: new Date(untilMs), reason }]),
    ),
  };
}

function campaignFacts(campaign: CampaignRow, schedule: LaneSchedule, nowMs: number): CampaignFacts {
  return {
    id: campaign.id,
    name: campaign.name,
    paused: false,
    actionFraction: campaign.actionFraction,
    // A forecast cannot know how long a human takes.
    approvalMode: 'autopilot',
    invitesToApprove: 0,
    messagesToApprove: 0,
    accountIds: campaign.accountIds,
    nextAt: schedule.nextAt(campaign.id),
    actsToSettle: countByAccount(campaign.toSettle, nowMs),
    newDeals: campaign.actionFraction === null ? 0 : upTo(campaign.newDeals),
    dealsToConnect: upTo(campaign.toConnect.ready(nowMs)),
    dealsToDraft: upTo(campaign.toDraft.ready(nowMs)),
    pendingDue: countByAccount(campaign.toCheck, nowMs),
    followUpsReady: countByAccount(campaign.toFollowUp, nowMs),
    candidates: upTo(campaign.toJudge.size),
    unusedKeywords: upTo(campaign.keywords.length),
    keywordCalls: campaign.keywords.length > 0 ? NO_KEYWORD_CALLS : campaign.keywordCalls,
    unfittedLabels: campaign.labels - campaign.fittedLabels,
  };
}

/** The next instant, later than now, at which time alone changes one of these facts. */
export function nextChangeMs(world: World, nowMs: number): number {
  let nextMs = Number.POSITIVE_INFINITY;
  const consider = (atMs: number | null): void => {
    if (atMs !== null && atMs > nowMs && atMs < nextMs) nextMs = atMs;
  };
  for (const account of world.accounts) {
    for (const kind of LIMITED_KINDS) {
      consider(account.freeAtMs[kind]);
      consider(nextPlaceMs(account, kind, nowMs));
      // From then on a place is anybody's.
      const idleSince = roomOf(account, kind, nowMs).idleSince;
      if (idleSince) consider(idleSince.getTime() + turnPatienceMs(world.options.pace) + 1);
    }
    for (const { untilMs } of account.closures.values()) consider(untilMs);
  }
  for (const { toConnect, toDraft, toSettle, toCheck, toFollowUp, keywordCalls } of world.campaigns) {
    const pause = keywordPause(keywordCalls, new Date(nowMs));
    if (pause.kind === 'until') consider(pause.until.getTime());
    const perAccount = [toSettle, toCheck, toFollowUp].flatMap((lines) => [...lines.values()]);
    for (const line of [toConnect, toDraft, ...perAccount]) {
      consider(line.nextMs(nowMs));
    }
  }
  return nextMs;
}

function countByAccount(lines: ReadonlyMap<number, Line<DealRow>>, nowMs: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [accountId, line] of lines) {
    const count = line.ready(nowMs);
    if (count > 0) counts.set(accountId, count);
  }
  return counts;
}

const datesOf = (instants: ReadonlyMap<number, number>): Map<number, Date> =>
  new Map([...instants].map(([campaignId, atMs]) => [campaignId, new Date(atMs)]));

const upTo = (count: number): number => Math.min(count, COUNT_UP_TO);
const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

import type { ClosingReason, DealState, NextStep } from '@fairlead/shared/domain/deal';
import { type KeywordCalls, NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import type { Lane } from '@fairlead/shared/domain/lane';
import type { LeadClosedReason, LeadState } from '@fairlead/shared/domain/lead';
import type { AccountLimits, LimitedKind } from '@fairlead/shared/domain/limits';
import { type Random, seededRandom } from '@fairlead/shared/runtime/random';
import type { Listener } from './history.ts';
import { createLine, type Line } from './line.ts';
import { createNetwork, type Network } from './network.ts';
import type { SimulationOptions } from './options.ts';
import { createPeople, type People } from './people.ts';

export interface LeadRow {
  id: number;
  personId: number;
  state: LeadState;
  closedReason: LeadClosedReason | null;
}

export interface DealRow {
  id: number;
  lead: LeadRow;
  campaign: CampaignRow;
  /** Whose invitation it is; null before there is one. */
  accountId: number | null;
  state: DealState;
  connectAttempts: number;
  nextStep: NextStep;
  /** Null until it is CONNECTED. */
  connectedMs: number | null;
  /** Null until it is FAILED. */
  failedBecause: ClosingReason | null;
}

export interface AccountRow {
  id: number;
  handle: string;
  limits: AccountLimits;
  /** Instants of what counts against the limits, oldest first. */
  acts: Record<LimitedKind, number[]>;
  /** By campaign: when it last acted for it. */
  lastActMs: Record<LimitedKind, Map<number, number>>;
  /** When one more act fits; null when the limit is 0. Stands until the next act. */
  freeAtMs: Record<LimitedKind, number | null>;
  /** People invited, for whatever campaign. */
  invited: Set<number>;
  closures: Map<Lane, { untilMs: number; reason: string }>;
  /** What LinkedIn does to this account by chance. */
  chance: Random;
}

/** A campaign with the rows that await each of its lanes. */
export interface CampaignRow {
  id: number;
  name: string;
  /** Null for a regular campaign. */
  actionFraction: number | null;
  accountIds: readonly number[];
  /** Unused search phrases, by number. */
  keywords: number[];
  keywordsMade: number;
  /** Calls for more of them since somebody new was found. */
  keywordCalls: KeywordCalls;
  labels: number;
  fittedLabels: number;
  /** How many of its deals are NEW. */
  newDeals: number;
  toJudge: Set<LeadRow>;
  toConnect: Line<DealRow>;
  toDraft: Line<DealRow>;
  /** By account: NEW deals whose invitation has no outcome yet. */
  toSettle: ReadonlyMap<number, Line<DealRow>>;
  /** By account. */
  toCheck: ReadonlyMap<number, Line<DealRow>>;
  toFollowUp: ReadonlyMap<number, Line<DealRow>>;
}

/** The tables of a running system, in memory, with LinkedIn and the language model beside them. */
export interface World {
  options: SimulationOptions;
  people: People;
  network: Network;
  accounts: readonly AccountRow[];
  campaigns: readonly CampaignRow[];
  /** By person. */
  leads: Map<number, LeadRow>;
  deals: DealRow[];
  toEnrich: Set<LeadRow>;
  toEmbed: Set<LeadRow>;
  /** Disqualified by a campaign, and out of reach of none. */
  toSeed: Set<LeadRow>;
  record: Listener;
}

export function createWorld(options: SimulationOptions, record: Listener): World {
  const people = createPeople(options.seed, options.pool, options.odds);
  const accounts = Array.from({ length: options.accounts }, (_, i) => createAccount(i + 1, options));
  const accountIds = accounts.map(({ id }) => id);
  return {
    options,
    people,
    network: createNetwork(people),
    accounts,
    campaigns: [...Array<null>(options.campaigns).fill(null), ...options.partners].map((fraction, i) =>
      createCampaign(i + 1, accountIds, fraction),
    ),
    leads: new Map(),
    deals: [],
    toEnrich: new Set(),
    toEmbed: new Set(),
    toSeed: new Set(),
    record,
  };
}

function createAccount(id: number, { seed, limits }: SimulationOptions): AccountRow {
  return {
    id,
    handle: `account-${id}`,
    limits,
    acts: { invite: [], message: [] },
    lastActMs: { invite: new Map(), message: new Map() },
    freeAtMs: {
      invite: limits.connectDaily === 0 || limits.connectWeekly === 0 ? null : 0,
      message: limits.followUpDaily === 0 ? null : 0,
    },
    invited: new Set(),
    closures: new Map(),
    chance: seededRandom(`${seed}/account/${id}`),
  };
}

function createCampaign(
  id: number,
  accountIds: readonly number[],
  actionFraction: number | null,
): CampaignRow {
  const linePerAccount = () => new Map(accountIds.map((accountId) => [accountId, createLine<DealRow>()]));
  return {
    id,
    name: `campaign-${id}`,
    actionFraction,
    accountIds,
    keywords: [],
    keywordsMade: 0,
    keywordCalls: NO_KEYWORD_CALLS,
    labels: 0,
    fittedLabels: 0,
    newDeals: 0,
    toJudge: new Set(),
    toConnect: createLine(),
    toDraft: createLine(),
    toSettle: linePerAccount(),
    toCheck: linePerAccount(),
    toFollowUp: linePerAccount(),
  };
}

export function accountOf(world: World, accountId: number): AccountRow {
  return known(
    world.accounts.find(({ id }) => id === accountId),
    `account ${accountId}`,
  );
}

export function campaignOf(world: World, campaignId: number): CampaignRow {
  return known(
    world.campaigns.find(({ id }) => id === campaignId),
    `campaign ${campaignId}`,
  );
}

/** The line of an account that works for the campaign. */
export function lineOf(lines: ReadonlyMap<number, Line<DealRow>>, accountId: number | null): Line<DealRow> {
  return known(lines.get(accountId ?? 0), `the line of account ${accountId}`);
}

/** The first few in the order they were added. */
export function firstOf<T>(rows: ReadonlySet<T>, most: number): T[] {
  const first: T[] = [];
  for (const row of rows) {
    if (first.length >= most) break;
    first.push(row);
  }
  return first;
}

function known<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new RangeError(`There is no such thing: ${what}.`);
  return row;
}

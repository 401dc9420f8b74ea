import { isWriteLane, type Lane } from '@fairlead/shared/domain/lane';
import type { LimitedKind } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import { pick, type Random } from '@fairlead/shared/runtime/random';

/** An account that may do it now, or why none may. */
export type AccountChoice = { accountId: number } | { waitFor: string; until: Date | null };

export interface AccountNeeds {
  /** The quota the lane spends. */
  limit?: LimitedKind;
  /** Restricts the choice to accounts that have work of their own: their own pending deals, say. */
  wanted?: ReadonlyMap<number, number>;
  /** Why an account that is free is left to others; null when it is not. */
  leaveTo?: (account: AccountFacts, limit: LimitedKind) => string | null;
}

/** The accounts that work for each campaign, in the order in which the snapshot lists them. */
export type Assignments = ReadonlyMap<number, readonly AccountFacts[]>;

/** One pass over the snapshot, so that choosing does not look through all accounts for every lane. */
export function assignmentsOf({ accounts, campaigns }: PlanSnapshot): Assignments {
  const places = new Map(accounts.map((account, place) => [account.id, { account, place }]));
  const assigned = ({ accountIds }: CampaignFacts): AccountFacts[] =>
    accountIds
      .flatMap((id) => places.get(id) ?? [])
      .sort((a, b) => a.place - b.place)
      .map(({ account }) => account);
  return new Map(campaigns.map((campaign) => [campaign.id, assigned(campaign)]));
}

/**
 * The account of these that works a lane of their campaign now: of those that may, one that has used the
 * least of its limit, by chance where there are several.
 */
export function chooseAccount(
  assigned: readonly AccountFacts[],
  lane: Lane,
  now: Date,
  { limit, wanted, leaveTo }: AccountNeeds,
  random: Random,
): AccountChoice {
  const accounts = assigned.filter(({ id }) => wanted === undefined || wanted.has(id));
  if (accounts.length === 0) return { waitFor: 'no account works for this campaign', until: null };
  const obstacles = accounts.map(
    (account) => obstacleOf(account, lane, limit, now) ?? turnOf(account, limit, leaveTo),
  );
  const free = accounts.filter((_, i) => obstacles[i] === null);
  if (free.length > 0) return { accountId: leastUsed(free, limit, random).id };
  return obstacles.filter((obstacle) => obstacle !== null).reduce(soonest);
}

function leastUsed(
  free: readonly AccountFacts[],
  limit: LimitedKind | undefined,
  random: Random,
): AccountFacts {
  const usedShare = ({ room }: AccountFacts): number => (limit === undefined ? 0 : room[limit].usedShare);
  const least = Math.min(...free.map(usedShare));
  const equals = free.filter((account) => usedShare(account) === least);
  const [first] = equals;
  return first && equals.length === 1 ? first : pick(random, equals);
}

function turnOf(
  account: AccountFacts,
  limit: LimitedKind | undefined,
  leaveTo: AccountNeeds['leaveTo'],
): Obstacle | null {
  const reason = limit === undefined ? null : (leaveTo?.(account, limit) ?? null);
  return reason === null ? null : { waitFor: `${account.handle}: ${reason}`, until: null };
}

interface Obstacle {
  waitFor: string;
  until: Date | null;
}

function obstacleOf(
  account: AccountFacts,
  lane: Lane,
  limit: LimitedKind | undefined,
  now: Date,
): Obstacle | null {
  const who = account.handle;
  if (account.unusableBecause !== null) return { waitFor: `${who}: ${account.unusableBecause}`, until: null };
  if (account.rest) return { waitFor: `${who}: ${account.rest.reason}`, until: account.rest.until };
  if (account.writesPausedBecause !== null && isWriteLane(lane)) {
    return { waitFor: `${who}: ${account.writesPausedBecause}`, until: null };
  }
  const closed = account.closedLanes[lane];
  if (closed && closed.until > now) return { waitFor: `${who}: ${closed.reason}`, until: closed.until };
  if (limit === undefined) return null;
  const freeAt = account.freeAt[limit];
  if (freeAt === null) return { waitFor: `${who}: the limit for ${limit}s is 0`, until: null };
  return freeAt > now ? { waitFor: `${who}: the limit for ${limit}s is used up`, until: freeAt } : null;
}

function soonest(a: Obstacle, b: Obstacle): Obstacle {
  if (a.until === null) return b;
  if (b.until === null) return a;
  return b.until < a.until ? b : a;
}

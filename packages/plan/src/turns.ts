import type { Lane } from '@fairlead/shared/domain/lane';
import type { LimitedKind } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import type { Pace } from './pace.ts';

/** The lanes that spend a limit of their account. */
const SPENDING_LANES: Readonly<Partial<Record<Lane, LimitedKind>>> = {
  connect: 'invite',
  'follow-up': 'message',
};

export const spentBy = (lane: Lane): LimitedKind | undefined => SPENDING_LANES[lane];

/** A place that nobody took for so many intervals is anybody's: whoever comes first may be unable to act. */
const PATIENCE_INTERVALS = 5;

/** How long a place is kept for the campaign whose turn it is. */
export const turnPatienceMs = ({ minActionIntervalMs }: Pace): number =>
  PATIENCE_INTERVALS * minActionIntervalMs;

/** Who takes the next place of a limit that campaigns share. */
export interface Turns {
  /** Why the campaign must leave the account to others, or null when it may act. */
  mustWait(campaign: CampaignFacts, account: AccountFacts, kind: LimitedKind): string | null;
  /** The campaign is given a place in this tick. */
  take(campaignId: number, accountId: number, kind: LimitedKind): void;
}

/**
 * Campaigns that have work for an account's limit take turns when its places are fewer than they are: those
 * who have waited longest since their last act go first. Partner campaigns and regular ones do not
 * wait for each other, nor do partners of different fractions: between them chance decides (partners.ts).
 */
export function createTurns({ campaigns }: PlanSnapshot, pace: Pace, now: Date): Turns {
  const rivals = { invite: rivalsFor(campaigns, 'invite'), message: rivalsFor(campaigns, 'message') };
  const given = new Map<string, Set<number>>();
  const givenTo = (accountId: number, kind: LimitedKind): ReadonlySet<number> =>
    given.get(`${accountId} ${kind}`) ?? NOBODY;
  const isStale = ({ room }: AccountFacts, kind: LimitedKind): boolean => {
    const since = room[kind].idleSince;
    return since === null || now.getTime() - since.getTime() > turnPatienceMs(pace);
  };
  return {
    mustWait(campaign, account, kind) {
      const served = givenTo(account.id, kind);
      const places = account.room[kind].places - served.size;
      if (places <= 0) return `the last ${kind} that fits now goes to another campaign`;
      if (isStale(account, kind)) return null;
      const mineMs = lastMs(account, campaign.id, kind);
      const others = rivals[kind].get(rivalryOf(campaign, account.id)) ?? [];
      const ahead = others.filter(({ id }) => !served.has(id) && lastMs(account, id, kind) < mineMs).length;
      return ahead < places ? null : `the next ${kind} is the turn of a campaign that has waited longer`;
    },
    take(campaignId, accountId, kind) {
      given.set(`${accountId} ${kind}`, new Set([...givenTo(accountId, kind), campaignId]));
    },
  };
}

const NOBODY: ReadonlySet<number> = new Set();

const rivalryOf = ({ actionFraction }: CampaignFacts, accountId: number): string =>
  `${accountId} ${actionFraction ?? 'regular'}`;

function rivalsFor(
  campaigns: readonly CampaignFacts[],
  kind: LimitedKind,
): ReadonlyMap<string, readonly CampaignFacts[]> {
  const wanting = campaigns
    .filter(({ paused }) => !paused)
    .flatMap((campaign) =>
      campaign.accountIds
        .filter((accountId) => wants(campaign, accountId, kind))
        .map((accountId) => ({ campaign, key: rivalryOf(campaign, accountId) })),
    );
  const groups = Map.groupBy(wanting, ({ key }) => key);
  return new Map([...groups].map(([key, members]) => [key, members.map(({ campaign }) => campaign)]));
}

function wants(campaign: CampaignFacts, accountId: number, kind: LimitedKind): boolean {
  return kind === 'invite' ? campaign.dealsToConnect > 0 : campaign.followUpsReady.has(accountId);
}

/** Who never acted has waited longest. */
function lastMs({ lastActs }: AccountFacts, campaignId: number, kind: LimitedKind): number {
  return lastActs[kind].get(campaignId)?.getTime() ?? Number.NEGATIVE_INFINITY;
}

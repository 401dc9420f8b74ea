import { type Lane, MAJOR_LANES } from '@fairlead/shared/domain/lane';
import type { CampaignFacts } from '@fairlead/shared/domain/snapshot';
import type { Random } from '@fairlead/shared/runtime/random';

/** What a partner campaign does besides its major lanes: find its deals, write their texts, settle its acts. */
const PARTNER_LANES: readonly Lane[] = [...MAJOR_LANES, 'settle', 'draft', 'seed'];

/** Why the campaign has no such lane, or null when it has. */
export function lacksLane({ actionFraction }: CampaignFacts, lane: Lane): string | null {
  if (actionFraction === null) return lane === 'seed' ? 'only partner campaigns are seeded' : null;
  return PARTNER_LANES.includes(lane) ? null : 'a partner campaign has no such lane';
}

/** Of the turns of regular campaigns, the share that is left to partners: the largest fraction of those that run. */
export function partnerShareOf(campaigns: readonly CampaignFacts[]): number {
  const running = campaigns.filter(({ paused, accountIds }) => !paused && accountIds.length > 0);
  return Math.max(0, ...running.map(({ actionFraction }) => actionFraction ?? 0));
}

/**
 * Why chance leaves a turn out, or null when it is taken. A partner campaign takes a major lane's turn with
 * the probability of its fraction; a regular one leaves it to the partners with the probability `partnerShare`.
 * Draws only where chance decides.
 */
export function leftOut(
  { actionFraction }: CampaignFacts,
  lane: Lane,
  partnerShare: number,
  random: Random,
): string | null {
  if (!MAJOR_LANES.some((major) => major === lane)) return null;
  if (actionFraction !== null) {
    if (random.next() < actionFraction) return null;
    return `chance left this turn out: the partner campaign takes ${percent(actionFraction)} of them`;
  }
  if (partnerShare === 0 || random.next() >= partnerShare) return null;
  return `chance left this turn to the partner campaigns: they have ${percent(partnerShare)} of them`;
}

const percent = (share: number): string => `${Math.round(1_000 * share) / 10} %`;

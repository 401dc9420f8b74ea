import {
  assertDealTransition,
  type ClosingReason,
  type DealState,
  FIRST_CHECK_HOURS,
  nextBackoffHours,
} from '@fairlead/shared/domain/deal';
import type { Lane } from '@fairlead/shared/domain/lane';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Line } from './line.ts';
import { type CampaignRow, type DealRow, type LeadRow, lineOf, type World } from './world.ts';

/** A NEW deal, waiting to be invited. */
export function createDeal(world: World, lead: LeadRow, campaign: CampaignRow, nowMs: number): void {
  const deal: DealRow = {
    id: world.deals.length + 1,
    lead,
    campaign,
    accountId: null,
    state: 'NEW',
    connectAttempts: 0,
    nextStep: {},
    connectedMs: null,
    failedBecause: null,
  };
  world.deals.push(deal);
  campaign.newDeals += 1;
  world.record({
    kind: 'moved',
    atMs: nowMs,
    dealId: deal.id,
    campaignId: campaign.id,
    from: null,
    to: 'NEW',
  });
  awaitConnect(world, deal, nowMs, nowMs);
}

/** Moves a deal and puts it where its next lane takes it from. Throws on a transition that is not drawn. */
export function moveDeal(
  world: World,
  deal: DealRow,
  to: 'PENDING' | 'CONNECTED' | 'COMPLETED',
  accountId: number,
  nowMs: number,
): void {
  leaveFor(world, deal, to, nowMs);
  deal.accountId = accountId;
  if (to === 'PENDING') awaitCheck(world, deal, FIRST_CHECK_HOURS, nowMs);
  if (to === 'CONNECTED') {
    deal.connectedMs = nowMs;
    enter(world, deal, 'draft', deal.campaign.toDraft, nowMs, nowMs, nowMs);
  }
}

export function failDeal(world: World, deal: DealRow, reason: ClosingReason, nowMs: number): void {
  leaveFor(world, deal, 'FAILED', nowMs);
  deal.failedBecause = reason;
}

function leaveFor(world: World, deal: DealRow, to: DealState, nowMs: number): void {
  const { id, state: from, campaign } = deal;
  assertDealTransition(from, to);
  if (from === 'NEW') campaign.newDeals -= 1;
  deal.state = to;
  deal.nextStep = {};
  world.record({ kind: 'moved', atMs: nowMs, dealId: id, campaignId: campaign.id, from, to });
}

/** The deal may be invited from `fromMs` on. The lower id goes first: without scores there is no better order. */
export function awaitConnect(world: World, deal: DealRow, fromMs: number, nowMs: number): void {
  enter(world, deal, 'connect', deal.campaign.toConnect, fromMs, deal.id, nowMs);
}

/** The account may have invited the person: until that is settled, nothing else is done for them. */
export function awaitSettling(world: World, deal: DealRow, accountId: number, nowMs: number): void {
  deal.accountId = accountId;
  enter(world, deal, 'settle', lineOf(deal.campaign.toSettle, accountId), nowMs, deal.id, nowMs);
}

/** Still pending: looked at again after a backoff that doubles each time. */
export function backOffPending(world: World, deal: DealRow, nowMs: number): void {
  const backoffHours = nextBackoffHours(deal.nextStep);
  deal.nextStep = { backoffHours };
  awaitCheck(world, deal, backoffHours, nowMs);
}

/** The follow-up's text is frozen, or was not sent: it may be sent from `fromMs` on. */
export function awaitFollowUp(world: World, deal: DealRow, fromMs: number, nowMs: number): void {
  const line = lineOf(deal.campaign.toFollowUp, deal.accountId);
  enter(world, deal, 'follow-up', line, fromMs, deal.connectedMs ?? nowMs, nowMs);
}

function awaitCheck(world: World, deal: DealRow, hours: number, nowMs: number): void {
  const fromMs = nowMs + hours * HOUR_MS;
  const line = lineOf(deal.campaign.toCheck, deal.accountId);
  enter(world, deal, 'check-pending', line, fromMs, fromMs, nowMs);
}

function enter(
  world: World,
  deal: DealRow,
  lane: Lane,
  line: Line<DealRow>,
  fromMs: number,
  order: number,
  nowMs: number,
): void {
  line.add(deal, fromMs, order);
  world.record({ kind: 'awaits', atMs: nowMs, dealId: deal.id, lane, fromMs });
}

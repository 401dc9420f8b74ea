import { NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import type { Room } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';

/** The instant the tests plan at. */
export const NOW = new Date('2026-03-02T09:00:00.000Z');

export const after = (ms: number): Date => new Date(NOW.getTime() + ms);

/** Nothing was done yet. */
const ROOMY: Room = { places: 20, usedShare: 0, idleSince: null };

/** An account that may do everything now. */
export function accountFacts(facts: Partial<AccountFacts> = {}): AccountFacts {
  return {
    id: 1,
    handle: 'ada',
    unusableBecause: null,
    rest: null,
    writesPausedBecause: null,
    freeAt: { invite: NOW, message: NOW },
    room: { invite: ROOMY, message: ROOMY },
    lastActs: { invite: new Map(), message: new Map() },
    closedLanes: {},
    ...facts,
  };
}

/** A campaign of account 1 in which there is nothing to do but to search. */
export function campaignFacts(facts: Partial<CampaignFacts> = {}): CampaignFacts {
  return {
    id: 1,
    name: 'Wind parks',
    paused: false,
    actionFraction: null,
    approvalMode: 'autopilot',
    accountIds: [1],
    nextAt: {},
    actsToSettle: new Map(),
    newDeals: 0,
    dealsToConnect: 0,
    invitesToApprove: 0,
    messagesToApprove: 0,
    dealsToDraft: 0,
    pendingDue: new Map(),
    followUpsReady: new Map(),
    candidates: 0,
    unusedKeywords: 1,
    keywordCalls: NO_KEYWORD_CALLS,
    unfittedLabels: 0,
    ...facts,
  };
}

/** One account, one campaign, nobody discovered yet. */
export function planSnapshot(facts: Partial<PlanSnapshot> = {}): PlanSnapshot {
  return {
    accounts: [accountFacts()],
    campaigns: [campaignFacts()],
    leadsToEnrich: 0,
    leadsToEmbed: 0,
    leadsToSeed: 0,
    leads: 0,
    ...facts,
  };
}

/** The same with one campaign that has these facts. */
export function snapshotOf(facts: Partial<CampaignFacts>, rest: Partial<PlanSnapshot> = {}): PlanSnapshot {
  return planSnapshot({ ...rest, campaigns: [campaignFacts(facts)] });
}

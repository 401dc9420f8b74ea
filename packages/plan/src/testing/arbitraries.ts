import { ApprovalMode } from '@fairlead/shared/domain/approval';
import { Lane } from '@fairlead/shared/domain/lane';
import { DAY_MS } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import fc from 'fast-check';
import { after, NOW } from './snapshots.ts';

const ACCOUNT_IDS = [1, 2, 3] as const;

/** Around now, now itself included. */
const instant = fc.integer({ min: -DAY_MS, max: DAY_MS }).map(after);
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 }));
const perAccount = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ACCOUNT_IDS), fc.integer({ min: 1, max: 50 })), {
    selector: ([accountId]) => accountId,
  })
  .map((entries) => new Map(entries));
const perLane = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Partial<Record<Lane, T>>> =>
  fc.dictionary(fc.constantFrom(...Lane.options), value, { noNullPrototype: true });

const room = fc.record({
  places: fc.nat(3),
  usedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  idleSince: fc.option(fc.integer({ min: -DAY_MS, max: 0 }).map(after)),
});
const lastActs = fc.uniqueArray(fc.tuple(fc.constantFrom(1, 2), instant), {
  selector: ([campaignId]) => campaignId,
});

function accountFacts(id: number): fc.Arbitrary<AccountFacts> {
  return fc.record({
    id: fc.constant(id),
    handle: fc.constant(`account-${id}`),
    unusableBecause: fc.option(fc.constant('the account is stopped')),
    rest: fc.option(fc.record({ until: instant.filter((at) => at > NOW), reason: fc.constant('it rests') })),
    writesPausedBecause: fc.option(fc.constant('writes are paused')),
    freeAt: fc.record({ invite: fc.option(instant), message: fc.option(instant) }),
    room: fc.record({ invite: room, message: room }),
    lastActs: fc.record({ invite: lastActs, message: lastActs }).map(({ invite, message }) => ({
      invite: new Map(invite),
      message: new Map(message),
    })),
    closedLanes: perLane(fc.record({ until: instant, reason: fc.constant('closed') })),
  });
}

function campaignFacts(id: number): fc.Arbitrary<CampaignFacts> {
  return fc.record({
    id: fc.constant(id),
    name: fc.constant(`Campaign ${id}`),
    paused: fc.boolean(),
    actionFraction: fc.option(fc.constantFrom(0, 0.3, 1)),
    approvalMode: fc.constantFrom(...ApprovalMode.options),
    accountIds: fc.subarray([...ACCOUNT_IDS]),
    nextAt: perLane(instant),
    actsToSettle: perAccount,
    newDeals: count,
    dealsToConnect: count,
    invitesToApprove: count,
    messagesToApprove: count,
    dealsToDraft: count,
    pendingDue: perAccount,
    followUpsReady: perAccount,
    candidates: count,
    unusedKeywords: count,
    keywordCalls: fc.record({ barren: fc.integer({ min: 0, max: 6 }), lastAt: fc.option(instant) }),
    unfittedLabels: count,
  });
}

/** Up to three accounts and two campaigns in any state whatever. */
export const anySnapshot: fc.Arbitrary<PlanSnapshot> = fc.record({
  accounts: fc
    .tuple(...ACCOUNT_IDS.map(accountFacts))
    .chain((accounts) => fc.subarray(accounts as AccountFacts[])),
  campaigns: fc
    .tuple(campaignFacts(1), campaignFacts(2))
    .chain((campaigns) => fc.subarray(campaigns as CampaignFacts[])),
  leadsToEnrich: count,
  leadsToEmbed: count,
  leadsToSeed: count,
  leads: count,
});

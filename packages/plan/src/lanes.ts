import { keywordPause } from '@fairlead/shared/domain/keyword';
import type { Lane } from '@fairlead/shared/domain/lane';
import type { LimitedKind } from '@fairlead/shared/domain/limits';
import type { AccountFacts, CampaignFacts, PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import type { PlannedJob } from '@fairlead/shared/queue/catalog';
import type { Random } from '@fairlead/shared/runtime/random';
import { chooseAccount } from './accounts.ts';
import type { Pace } from './pace.ts';
import { spentBy, type Turns } from './turns.ts';

/** What a lane sees when it is due. */
export interface LaneView {
  snapshot: PlanSnapshot;
  campaign: CampaignFacts;
  /** The campaign's accounts. */
  accounts: readonly AccountFacts[];
  pace: Pace;
  now: Date;
  random: Random;
  /** Who takes the next place of a limit that campaigns share. */
  turns: Turns;
  /** Our-clock milliseconds until the campaign's next major action; 0 when one is due. */
  gapMs: () => number;
}

export type LaneVerdict =
  /** `intervalMs` until the lane is due again, before jitter; jitter never takes it below `leastMs` (0). */
  | { kind: 'fire'; jobs: readonly PlannedJob[]; intervalMs: number; leastMs?: number }
  | { kind: 'idle'; reason: string }
  | { kind: 'blocked'; reason: string; until: Date | null };

export type LaneRule = (view: LaneView) => LaneVerdict;

const idle = (reason: string): LaneVerdict => ({ kind: 'idle', reason });

/** Fires a browser lane on an account that may work it now, or says why none may. */
function fireOnAccount(
  lane: 'settle' | 'connect' | 'check-pending' | 'follow-up' | 'enrich' | 'search',
  { accounts, campaign, now, random, turns }: LaneView,
  intervalMs: number,
  wanted?: ReadonlyMap<number, number>,
): LaneVerdict {
  const limit = spentBy(lane);
  const needs = {
    ...(limit === undefined ? {} : { limit }),
    ...(wanted === undefined ? {} : { wanted }),
    leaveTo: (account: AccountFacts, kind: LimitedKind) => turns.mustWait(campaign, account, kind),
  };
  const choice = chooseAccount(accounts, lane, now, needs, random);
  if ('waitFor' in choice) return { kind: 'blocked', reason: choice.waitFor, until: choice.until };
  const payload = { campaignId: campaign.id, accountId: choice.accountId };
  return { kind: 'fire', jobs: [{ name: lane, payload }], intervalMs };
}

const OBSERVING = 'the campaign only observes: nothing is sent';

/** What a human could do about a lane that has nothing to send; null when nothing waits for one. */
function nothingToSend({ approvalMode }: CampaignFacts, toApprove: number, what: string): string | null {
  if (approvalMode === 'observe-only') return OBSERVING;
  if (toApprove === 0) return null;
  return toApprove === 1 ? `1 ${what} waits for approval` : `${toApprove} ${what}s wait for approval`;
}

/** First of all: until it is settled, nothing else is done for that person. */
const settle: LaneRule = (view) =>
  view.campaign.actsToSettle.size === 0
    ? idle('every act has its outcome')
    : fireOnAccount('settle', view, view.pace.enrichMinIntervalMs, view.campaign.actsToSettle);

const connect: LaneRule = (view) =>
  view.campaign.dealsToConnect === 0
    ? idle(
        nothingToSend(view.campaign, view.campaign.invitesToApprove, 'invitation') ??
          'no new deal may be invited now',
      )
    : fireOnAccount('connect', view, view.pace.minActionIntervalMs);

const checkPending: LaneRule = (view) =>
  view.campaign.pendingDue.size === 0
    ? idle('no pending invitation is due for a look')
    : fireOnAccount('check-pending', view, view.pace.minActionIntervalMs, view.campaign.pendingDue);

const followUp: LaneRule = (view) =>
  view.campaign.followUpsReady.size === 0
    ? idle(
        nothingToSend(view.campaign, view.campaign.messagesToApprove, 'message') ??
          'no follow-up is ready to be sent',
      )
    : fireOnAccount('follow-up', view, view.pace.minActionIntervalMs, view.campaign.followUpsReady);

const enrich: LaneRule = (view) => {
  const { snapshot, campaign, pace } = view;
  if (snapshot.leadsToEnrich === 0) return idle('every discovered lead is read');
  if (campaign.candidates >= pace.minQualifiableLeads) {
    return idle(`${campaign.candidates} leads already await judgement`);
  }
  return fireOnAccount('enrich', view, pace.enrichMinIntervalMs * pace.enrichBatch);
};

const embed: LaneRule = ({ snapshot, pace }) =>
  snapshot.leadsToEmbed === 0
    ? idle('every enriched lead is embedded')
    : { kind: 'fire', jobs: [{ name: 'embed', payload: {} }], intervalMs: pace.enrichMinIntervalMs };

/** Fills the gap before the next major action evenly, at least the minimal interval apart. */
const qualify: LaneRule = ({ campaign, pace, gapMs }) =>
  campaign.candidates === 0
    ? idle('no embedded lead awaits judgement')
    : {
        kind: 'fire',
        jobs: [{ name: 'qualify', payload: { campaignId: campaign.id } }],
        intervalMs: gapMs() / campaign.candidates,
        leastMs: pace.enrichMinIntervalMs,
      };

const fit: LaneRule = ({ campaign, pace }) =>
  campaign.unfittedLabels < pace.refitAfterLabels
    ? idle(`${campaign.unfittedLabels} new verdicts since the model was fitted`)
    : {
        kind: 'fire',
        jobs: [{ name: 'fit', payload: { campaignId: campaign.id } }],
        intervalMs: pace.minActionIntervalMs,
      };

/** Before connecting: a partner campaign never looks for people of its own. */
const seed: LaneRule = ({ snapshot, campaign, pace }) => {
  if (campaign.newDeals >= pace.partnerNewDeals) {
    return idle(`${campaign.newDeals} deals already await their invitation`);
  }
  if (snapshot.leadsToSeed === 0) return idle('there is nobody whom other campaigns disqualified');
  return {
    kind: 'fire',
    jobs: [{ name: 'seed', payload: { campaignId: campaign.id } }],
    intervalMs: pace.minActionIntervalMs,
  };
};

const draft: LaneRule = ({ campaign, pace }) =>
  campaign.dealsToDraft === 0
    ? idle(
        campaign.approvalMode === 'observe-only' ? OBSERVING : 'every connected deal has its follow-up text',
      )
    : {
        kind: 'fire',
        jobs: [{ name: 'draft', payload: { campaignId: campaign.id } }],
        intervalMs: pace.enrichMinIntervalMs,
      };

/** Why nobody new is looked for, or null when somebody should be. */
function enoughLeads({ snapshot, campaign, pace }: LaneView): string | null {
  if (pace.maxLeads !== null && snapshot.leads >= pace.maxLeads) {
    return `there are ${snapshot.leads} leads, the most allowed`;
  }
  if (campaign.candidates > 0 || snapshot.leadsToEmbed > 0) return 'there are leads to judge first';
  if (snapshot.leadsToEnrich >= pace.minQualifiableLeads) {
    return `${snapshot.leadsToEnrich} leads already await judgement`;
  }
  return null;
}

const search: LaneRule = (view) => {
  const enough = enoughLeads(view);
  if (enough !== null) return idle(enough);
  if (view.campaign.unusedKeywords === 0) return idle('every keyword is used');
  return fireOnAccount('search', view, view.pace.minActionIntervalMs);
};

const keywords: LaneRule = (view) => {
  const enough = enoughLeads(view);
  if (enough !== null) return idle(enough);
  if (view.campaign.unusedKeywords > 0) return idle('there are unused keywords');
  const { barren } = view.campaign.keywordCalls;
  const pause = keywordPause(view.campaign.keywordCalls, view.now);
  const inVain = `asking for keywords led to nobody new ${barren} ${barren === 1 ? 'time' : 'times in a row'}`;
  if (pause.kind === 'stopped')
    return { kind: 'blocked', reason: `${inVain}: change the objective or add keywords`, until: null };
  if (pause.kind === 'until') return { kind: 'blocked', reason: inVain, until: pause.until };
  return {
    kind: 'fire',
    jobs: [{ name: 'keywords', payload: { campaignId: view.campaign.id } }],
    intervalMs: view.pace.minActionIntervalMs,
  };
};

/** In order of importance. The major lanes come before the others, which fill the gaps they leave. */
export const LANE_RULES: readonly (readonly [Lane, LaneRule])[] = [
  ['settle', settle],
  ['connect', connect],
  ['check-pending', checkPending],
  ['follow-up', followUp],
  ['enrich', enrich],
  ['embed', embed],
  ['qualify', qualify],
  ['fit', fit],
  ['seed', seed],
  ['draft', draft],
  ['search', search],
  ['keywords', keywords],
];

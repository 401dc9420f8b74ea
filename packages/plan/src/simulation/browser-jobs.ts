import { MAX_CONNECT_ATTEMPTS } from '@fairlead/shared/domain/deal';
import { NO_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import { DAY_MS } from '@fairlead/shared/domain/limits';
import type { JobsOf } from '@fairlead/shared/queue/catalog';
import { awaitConnect, awaitFollowUp, awaitSettling, backOffPending, failDeal, moveDeal } from './deals.ts';
import { done, type JobHandlers, NOTHING_TO_DO } from './jobs.ts';
import { discoverLeads, readProfile } from './leads.ts';
import { meetWeeklyLimit, spend } from './ledger.ts';
import {
  type AccountRow,
  accountOf,
  campaignOf,
  type DealRow,
  firstOf,
  lineOf,
  type World,
} from './world.ts';

// How many rows one job takes, as the browser worker's handlers do.
const DEALS_PER_CHECK = 10;

// How long the browser takes at a careful person's rhythm.
const CONNECT_MS = 30_000;
const LOOK_MS = 8_000;
const MESSAGE_MS = 60_000;
const READ_MS = 7_000;
const SEARCH_MS = 25_000;

/** What the browser worker does, on the simulated LinkedIn. */
export const BROWSER_JOBS: JobHandlers<JobsOf<'browser'>> = {
  settle({ campaignId, accountId }, world, nowMs) {
    const deal = lineOf(campaignOf(world, campaignId).toSettle, accountId).take(nowMs);
    if (!deal) return NOTHING_TO_DO;
    // The page shows that it was sent.
    moveDeal(world, deal, 'PENDING', accountId, nowMs);
    return done(LOOK_MS);
  },
  connect({ campaignId, accountId }, world, nowMs) {
    const deal = campaignOf(world, campaignId).toConnect.take(nowMs);
    if (!deal) return NOTHING_TO_DO;
    connectDeal(world, deal, accountOf(world, accountId), nowMs);
    return done(CONNECT_MS);
  },
  'check-pending'({ campaignId, accountId }, world, nowMs) {
    const line = lineOf(campaignOf(world, campaignId).toCheck, accountId);
    let looks = 0;
    for (let deal = line.take(nowMs); deal; deal = looks < DEALS_PER_CHECK ? line.take(nowMs) : undefined) {
      checkDeal(world, deal, accountId, nowMs);
      looks += 1;
    }
    return looks > 0 ? done(looks * LOOK_MS) : NOTHING_TO_DO;
  },
  'follow-up'({ campaignId, accountId }, world, nowMs) {
    const deal = lineOf(campaignOf(world, campaignId).toFollowUp, accountId).take(nowMs);
    if (!deal) return NOTHING_TO_DO;
    sendMessage(world, deal, accountOf(world, accountId), nowMs);
    return done(MESSAGE_MS);
  },
  enrich(_, world, nowMs) {
    const { enrichBatch, enrichMinIntervalMs } = world.options.pace;
    const leads = firstOf(world.toEnrich, enrichBatch);
    for (const lead of leads) readProfile(world, lead, nowMs);
    return leads.length > 0 ? done(leads.length * (READ_MS + enrichMinIntervalMs)) : NOTHING_TO_DO;
  },
  search({ campaignId }, world, nowMs) {
    const campaign = campaignOf(world, campaignId);
    const { keywords } = campaign;
    const phrase = keywords.shift();
    if (phrase === undefined) return NOTHING_TO_DO;
    const everybodyIsKnown = world.leads.size >= world.options.pool;
    const found = everybodyIsKnown ? 0 : discoverLeads(world, world.people.found(campaignId, phrase), nowMs);
    if (found > 0) campaign.keywordCalls = NO_KEYWORD_CALLS;
    // The plan asks only whether there is a phrase left.
    return { busyMs: SEARCH_MS, changed: found > 0 || keywords.length === 0 };
  },
};

function connectDeal(world: World, deal: DealRow, account: AccountRow, nowMs: number): void {
  const shown = world.network.shown(deal.lead.personId, account.id, nowMs);
  if (shown === 'connected') moveDeal(world, deal, 'CONNECTED', account.id, nowMs);
  else if (shown === 'pending') moveDeal(world, deal, 'PENDING', account.id, nowMs);
  else if (shown === 'not-connectable') tryAgainLater(world, deal, nowMs);
  else if (account.invited.has(deal.lead.id)) failDeal(world, deal, 'invite-lapsed', nowMs);
  else invite(world, deal, account, nowMs);
}

function invite(world: World, deal: DealRow, account: AccountRow, nowMs: number): void {
  const dialog = account.chance.next() < world.options.odds.limitDialogRate;
  if (dialog) meetWeeklyLimit(account, nowMs);
  if (dialog || !spend(world, account, 'invite', deal, nowMs)) {
    awaitConnect(world, deal, nowMs, nowMs);
    return;
  }
  account.invited.add(deal.lead.id);
  world.network.invite(deal.lead.personId, account.id, nowMs);
  const unknown = account.chance.next() < world.options.odds.unknownRate;
  if (unknown) awaitSettling(world, deal, account.id, nowMs);
  else moveDeal(world, deal, 'PENDING', account.id, nowMs);
}

/** No Connect control: the deal stays NEW for another day, and fails after the third try. */
function tryAgainLater(world: World, deal: DealRow, nowMs: number): void {
  deal.connectAttempts += 1;
  if (deal.connectAttempts >= MAX_CONNECT_ATTEMPTS) failDeal(world, deal, 'no-connect-control', nowMs);
  else awaitConnect(world, deal, nowMs + DAY_MS, nowMs);
}

function checkDeal(world: World, deal: DealRow, accountId: number, nowMs: number): void {
  const shown = world.network.shown(deal.lead.personId, accountId, nowMs);
  if (shown === 'connected') moveDeal(world, deal, 'CONNECTED', accountId, nowMs);
  else if (shown === 'connectable') failDeal(world, deal, 'invite-lapsed', nowMs);
  else backOffPending(world, deal, nowMs);
}

function sendMessage(world: World, deal: DealRow, account: AccountRow, nowMs: number): void {
  const refused = account.chance.next() < world.options.odds.messageRefusedRate;
  if (refused) failDeal(world, deal, 'message-refused', nowMs);
  else if (spend(world, account, 'message', deal, nowMs))
    moveDeal(world, deal, 'COMPLETED', account.id, nowMs);
  else awaitFollowUp(world, deal, nowMs, nowMs);
}

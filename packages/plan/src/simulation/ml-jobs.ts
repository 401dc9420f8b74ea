import { MAX_BARREN_KEYWORD_CALLS } from '@fairlead/shared/domain/keyword';
import type { JobsOf } from '@fairlead/shared/queue/catalog';
import { awaitFollowUp } from './deals.ts';
import { done, type JobHandlers, NOTHING_TO_DO } from './jobs.ts';
import { embedLead, judgeLead, seedLead } from './leads.ts';
import { campaignOf, firstOf } from './world.ts';

// How many rows one job takes, as the ML worker's handlers do.
const LEADS_PER_EMBED = 32;
const KEYWORDS_PER_CALL = 10;

// How long a language model and two cores take.
const EMBED_MS = 2_000;
const VERDICT_MS = 4_000;
const FIT_MS = 3_000;
const SEED_MS = 2_000;
const DRAFT_MS = 6_000;
const KEYWORDS_MS = 6_000;

/** What the ML worker does. Every verdict is the language model's; the qualifier never decides alone. */
export const ML_JOBS: JobHandlers<JobsOf<'ml'>> = {
  embed(_, world) {
    const leads = firstOf(world.toEmbed, LEADS_PER_EMBED);
    for (const lead of leads) embedLead(world, lead);
    return leads.length > 0 ? done(EMBED_MS) : NOTHING_TO_DO;
  },
  qualify({ campaignId }, world, nowMs) {
    const campaign = campaignOf(world, campaignId);
    const [lead] = campaign.toJudge;
    if (!lead) return NOTHING_TO_DO;
    judgeLead(world, campaign, lead, nowMs);
    return done(VERDICT_MS);
  },
  fit({ campaignId }, world) {
    const campaign = campaignOf(world, campaignId);
    campaign.fittedLabels = campaign.labels;
    return done(FIT_MS);
  },
  seed({ campaignId }, world, nowMs) {
    const campaign = campaignOf(world, campaignId);
    const missing = world.options.pace.partnerNewDeals - campaign.newDeals;
    const leads = firstOf(world.toSeed, missing);
    for (const lead of leads) seedLead(world, campaign, lead, nowMs);
    return leads.length > 0 ? done(SEED_MS) : NOTHING_TO_DO;
  },
  draft({ campaignId }, world, nowMs) {
    const deal = campaignOf(world, campaignId).toDraft.take(nowMs);
    if (!deal) return NOTHING_TO_DO;
    awaitFollowUp(world, deal, nowMs, nowMs);
    return done(DRAFT_MS);
  },
  keywords({ campaignId }, world, nowMs) {
    const campaign = campaignOf(world, campaignId);
    if (campaign.keywords.length > 0) return NOTHING_TO_DO;
    for (let i = 0; i < KEYWORDS_PER_CALL; i++) campaign.keywords.push(++campaign.keywordsMade);
    const barren = Math.min(MAX_BARREN_KEYWORD_CALLS, campaign.keywordCalls.barren + 1);
    campaign.keywordCalls = { barren, lastAt: new Date(nowMs) };
    return done(KEYWORDS_MS);
  },
};

import { assertLeadTransition, type LeadClosedReason, type LeadState } from '@fairlead/shared/domain/lead';
import { createDeal } from './deals.ts';
import type { CampaignRow, LeadRow, World } from './world.ts';

/** Unknown people become url-only leads, as far as there is room. Returns how many were new. */
export function discoverLeads(world: World, personIds: readonly number[], nowMs: number): number {
  const { leads, options, toEnrich } = world;
  const known = leads.size;
  for (const personId of personIds) {
    if (leads.has(personId) || leads.size >= (options.pace.maxLeads ?? Number.POSITIVE_INFINITY)) continue;
    const lead: LeadRow = { id: leads.size + 1, personId, state: 'url-only', closedReason: null };
    leads.set(personId, lead);
    toEnrich.add(lead);
    world.record({ kind: 'found', atMs: nowMs });
  }
  return leads.size - known;
}

/** url-only → enriched, or closed when the profile cannot be opened. */
export function readProfile(world: World, lead: LeadRow, nowMs: number): void {
  world.toEnrich.delete(lead);
  if (!world.people.describe(lead.personId).accessible) {
    closeLead(world, lead, 'inaccessible');
    return;
  }
  moveLead(lead, 'enriched');
  world.toEmbed.add(lead);
  world.record({ kind: 'read', atMs: nowMs });
}

/** The lead has a vector: every campaign may judge it. */
export function embedLead(world: World, lead: LeadRow): void {
  world.toEmbed.delete(lead);
  for (const { actionFraction, toJudge } of world.campaigns) {
    if (actionFraction === null) toJudge.add(lead);
  }
}

/** Gives the campaign's verdict on a lead, and does what follows from it. */
export function judgeLead(world: World, campaign: CampaignRow, lead: LeadRow, nowMs: number): void {
  campaign.toJudge.delete(lead);
  campaign.labels += 1;
  world.record({ kind: 'judged', atMs: nowMs });
  if (!world.people.fits(lead.personId, campaign.id)) {
    if (lead.state !== 'enriched') return;
    moveLead(lead, 'disqualified');
    world.toSeed.add(lead);
    return;
  }
  world.record({ kind: 'fit', atMs: nowMs });
  promote(world, campaign, lead, nowMs);
}

/** A partner campaign takes somebody whom another one disqualified. */
export function seedLead(world: World, campaign: CampaignRow, lead: LeadRow, nowMs: number): void {
  world.record({ kind: 'seeded', atMs: nowMs });
  promote(world, campaign, lead, nowMs);
}

function promote(world: World, campaign: CampaignRow, lead: LeadRow, nowMs: number): void {
  if (!world.people.describe(lead.personId).hasCompany) {
    closeLead(world, lead, 'no-company');
    return;
  }
  world.toSeed.delete(lead);
  createDeal(world, lead, campaign, nowMs);
  moveLead(lead, 'promoted');
}

/** Closes the lead for every campaign. */
function closeLead(world: World, lead: LeadRow, reason: LeadClosedReason): void {
  moveLead(lead, 'disqualified');
  lead.closedReason = reason;
  world.toSeed.delete(lead);
  for (const { toJudge } of world.campaigns) toJudge.delete(lead);
}

/** A move to the state it is in is nothing. */
function moveLead(lead: LeadRow, to: LeadState): void {
  if (lead.state === to) return;
  assertLeadTransition(lead.state, to);
  lead.state = to;
}

import { assertLeadTransition, type LeadClosedReason, type LeadState } from '@fairlead/shared/domain/lead';
import { type Profile, profileText } from '@fairlead/shared/domain/profile';
import type { Database, Tx } from '../database.ts';
import { moveDeal } from './deals.ts';
import { eligibleToEnrich } from './eligibility.ts';
import { textDigest } from './embeddings.ts';
import { countLeads } from './tallies.ts';

export interface UrlOnlyLead {
  id: number;
  publicId: string;
  enrichAttempts: number;
}

export interface EnrichedLead {
  id: number;
  publicId: string;
  state: LeadState;
  closedReason: LeadClosedReason | null;
  profile: Profile;
}

/** Unknown ids become url-only leads. Returns how many were new. */
export async function discoverLeads(
  db: Database,
  publicIds: readonly string[],
  now: Date,
  maxLeads: number | null,
): Promise<number> {
  return (await addUnknownLeads(db, publicIds, now, maxLeads)).length;
}

/** The same. Returns the ids of the new leads. */
export async function addUnknownLeads(
  db: Database,
  publicIds: readonly string[],
  now: Date,
  maxLeads: number | null,
): Promise<number[]> {
  const seen = new Set(publicIds);
  if (seen.size === 0) return [];
  const known = await db
    .selectFrom('lead')
    .select('public_id')
    .where('public_id', 'in', [...seen])
    .execute();
  for (const { public_id } of known) seen.delete(public_id);
  const room = maxLeads === null ? seen.size : Math.max(0, maxLeads - (await countLeads(db)));
  const wanted = [...seen].slice(0, room);
  if (wanted.length === 0) return [];
  const added = await db
    .insertInto('lead')
    .values(
      wanted.map((publicId) => ({ public_id: publicId, state: 'url-only' as const, discovered_at: now })),
    )
    .onConflict((conflict) => conflict.column('public_id').doNothing())
    .returning('id')
    .execute();
  return added.map(({ id }) => id);
}

/** Null when nobody is known under this address. */
export async function findLeadId(db: Database, publicId: string): Promise<number | null> {
  const row = await db.selectFrom('lead').select('id').where('public_id', '=', publicId).executeTakeFirst();
  return row?.id ?? null;
}

/** The url-only leads to read next, oldest first; those that failed lately are left for a later sweep. */
export async function leadsToEnrich(db: Database, limit: number, now: Date): Promise<UrlOnlyLead[]> {
  return await eligibleToEnrich(db, now)
    .select(['lead.id', 'lead.public_id as publicId', 'lead.enrich_attempts as enrichAttempts'])
    .orderBy('lead.id')
    .limit(limit)
    .execute();
}

/** Puts the lead back for a later sweep. */
export async function postponeEnrichment(db: Database, leadId: number, until: Date): Promise<void> {
  await db
    .updateTable('lead')
    .set((eb) => ({ enrich_attempts: eb('enrich_attempts', '+', 1), enrich_after: until }))
    .where('id', '=', leadId)
    .execute();
}

export type ProfileRecorded = 'enriched' | 'duplicate' | 'stale';

/**
 * url-only → enriched, with the raw response beside it. When the person is already known under
 * another slug, this lead is closed as a duplicate and the known one stays as it is.
 */
export async function recordProfile(
  trx: Tx,
  leadId: number,
  profile: Profile,
  raw: unknown,
  now: Date,
): Promise<ProfileRecorded> {
  const known = await trx.selectFrom('lead').select('id').where('urn', '=', profile.urn).executeTakeFirst();
  if (known && known.id !== leadId) {
    return (await closeLead(trx, leadId, 'duplicate')) ? 'duplicate' : 'stale';
  }
  const row = await trx
    .updateTable('lead')
    .set({ state: 'enriched', urn: profile.urn, profile: JSON.stringify(profile), enriched_at: now })
    .where('id', '=', leadId)
    .where('state', '=', 'url-only')
    .returning('id')
    .executeTakeFirst();
  if (!row) return 'stale';
  await keepRawProfile(trx, leadId, raw, now);
  return 'enriched';
}

/**
 * A known lead was read again: the new profile takes the old one's place. Vectors of the same text stay, those of
 * another are removed, so that the lead is embedded anew. False when the lead is closed or was never read.
 */
export async function refreshProfile(
  trx: Tx,
  leadId: number,
  profile: Profile,
  raw: unknown,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .updateTable('lead')
    .set({ profile: JSON.stringify(profile), enriched_at: now })
    .where('id', '=', leadId)
    .where('profile', 'is not', null)
    .where('closed_reason', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await trx
    .deleteFrom('embedding')
    .where('lead_id', '=', leadId)
    .where('text_digest', 'is distinct from', textDigest(profileText(profile)))
    .execute();
  await keepRawProfile(trx, leadId, raw, now);
  return true;
}

async function keepRawProfile(trx: Tx, leadId: number, raw: unknown, now: Date): Promise<void> {
  const values = { raw: JSON.stringify(raw), fetched_at: now };
  await trx
    .insertInto('lead_raw_profile')
    .values({ lead_id: leadId, ...values })
    .onConflict((conflict) => conflict.column('lead_id').doUpdateSet(values))
    .execute();
}

/** Closes the lead for every campaign. False when somebody already did, or a deal exists. */
export async function closeLead(db: Database, leadId: number, reason: LeadClosedReason): Promise<boolean> {
  const row = await db
    .updateTable('lead')
    .set({ state: 'disqualified', closed_reason: reason })
    .where('id', '=', leadId)
    .where('state', 'in', ['url-only', 'enriched', 'disqualified'])
    .where('closed_reason', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The account's own profile: a disqualified lead, so that nobody invites themselves. Returns its id.
 * Somebody another account already has a deal with keeps it: promoted has no way back. Whoever was not invited yet
 * never will be.
 */
export async function recordSelf(trx: Tx, profile: Profile, raw: unknown, now: Date): Promise<number> {
  const known = await trx
    .selectFrom('lead')
    .select(['id', 'state'])
    .where((eb) => eb.or([eb('urn', '=', profile.urn), eb('public_id', '=', profile.publicId)]))
    // The same person may stand there twice: read under an old slug, and seen under the new one.
    .orderBy(
      (eb) => eb('urn', '=', profile.urn),
      (order) => order.desc().nullsLast(),
    )
    .executeTakeFirst();
  if (known?.state === 'promoted') {
    await failNewDeals(trx, known.id, now);
    return known.id;
  }
  const values = {
    urn: profile.urn,
    state: 'disqualified' as const,
    closed_reason: 'self' as const,
    profile: JSON.stringify(profile),
    enriched_at: now,
  };
  const id = known?.id ?? (await addUrlOnly(trx, profile.publicId, now));
  await trx.updateTable('lead').set(values).where('id', '=', id).execute();
  await keepRawProfile(trx, id, raw, now);
  return id;
}

async function failNewDeals(trx: Tx, leadId: number, now: Date): Promise<void> {
  const deals = await trx
    .selectFrom('deal')
    .select('id')
    .where('lead_id', '=', leadId)
    .where('state', '=', 'NEW')
    .execute();
  const detail = 'It is the profile of one of the accounts.';
  for (const { id } of deals)
    await moveDeal(trx, id, 'NEW', { to: 'FAILED', reason: 'rejected', detail }, now);
}

async function addUrlOnly(trx: Tx, publicId: string, now: Date): Promise<number> {
  const { id } = await trx
    .insertInto('lead')
    .values({ public_id: publicId, state: 'url-only', discovered_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Null when the lead does not exist or has no profile. */
export async function getEnrichedLead(db: Database, leadId: number): Promise<EnrichedLead | null> {
  const row = await db
    .selectFrom('lead')
    .select(['id', 'public_id as publicId', 'state', 'closed_reason as closedReason', 'profile'])
    .where('id', '=', leadId)
    .executeTakeFirst();
  return row?.profile ? { ...row, profile: row.profile } : null;
}

/** Moves a lead along its state machine; a move to the state it is in is nothing. */
export async function moveLead(trx: Tx, leadId: number, to: LeadState): Promise<void> {
  const { state } = await trx
    .selectFrom('lead')
    .select('state')
    .where('id', '=', leadId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (state === to) return;
  assertLeadTransition(state, to);
  await trx.updateTable('lead').set({ state: to }).where('id', '=', leadId).execute();
}

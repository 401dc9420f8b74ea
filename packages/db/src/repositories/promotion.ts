import type { Profile } from '@fairlead/shared/domain/profile';
import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { closeLead, type EnrichedLead, moveLead } from './leads.ts';

export type Promotion = { kind: 'promoted'; dealId: number } | { kind: 'no-company' } | { kind: 'closed' };

/**
 * Creates contact, company (from the first position) and deal NEW. Without a company the lead is
 * disqualified with that reason. `score` is the qualifier's probability, null when it could not say.
 */
export async function promoteLead(
  trx: Tx,
  lead: EnrichedLead,
  campaignId: number,
  score: number | null,
  now: Date,
): Promise<Promotion> {
  if (lead.closedReason !== null || (await isOwnProfile(trx, lead.id))) return { kind: 'closed' };
  const position = lead.profile.positions[0];
  if (!position?.companyName) {
    await closeLead(trx, lead.id, 'no-company');
    return { kind: 'no-company' };
  }
  const companyId = await companyFor(trx, position.companyName, position.companyUrn, now);
  const contactId = await contactFor(trx, lead.id, companyId, lead.profile, now);
  const deal = await trx
    .insertInto('deal')
    .values({
      lead_id: lead.id,
      campaign_id: campaignId,
      contact_id: contactId,
      company_id: companyId,
      state: 'NEW',
      score,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('deal_transition')
    .values({ deal_id: deal.id, from_state: null, to_state: 'NEW', at: now })
    .execute();
  await moveLead(trx, lead.id, 'promoted');
  return { kind: 'promoted', dealId: deal.id };
}

/** One that had a deal before its account was known could not be closed; no campaign makes another deal of it. */
async function isOwnProfile(trx: Tx, leadId: number): Promise<boolean> {
  const own = await trx
    .selectFrom('account')
    .select('id')
    .where('self_lead_id', '=', leadId)
    .executeTakeFirst();
  return own !== undefined;
}

async function companyFor(trx: Tx, name: string, urn: string | null, now: Date): Promise<number> {
  const existing = await trx
    .selectFrom('company')
    .select('id')
    .where((eb) =>
      urn === null
        ? // The index compares by the database's lower case, which is not JavaScript's for every letter.
          eb.and([
            eb('urn', 'is', null),
            eb(eb.fn<string>('lower', ['name']), '=', sql<string>`lower(${name})`),
          ])
        : eb('urn', '=', urn),
    )
    .executeTakeFirst();
  if (existing) return existing.id;
  const inserted = await trx
    .insertInto('company')
    .values({ urn, name, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  // Another worker inserted it between the two statements: now it is there.
  return inserted?.id ?? (await companyFor(trx, name, urn, now));
}

async function contactFor(
  trx: Tx,
  leadId: number,
  companyId: number,
  profile: Profile,
  now: Date,
): Promise<number> {
  const values = {
    company_id: companyId,
    first_name: profile.firstName,
    last_name: profile.lastName,
    title: profile.positions[0]?.title ?? null,
  };
  const { id } = await trx
    .insertInto('contact')
    .values({ ...values, lead_id: leadId, created_at: now })
    .onConflict((conflict) => conflict.column('lead_id').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

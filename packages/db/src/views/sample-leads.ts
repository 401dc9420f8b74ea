import type { Profile } from '@fairlead/shared/domain/profile';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A person whom a prompt can be tried on. */
export interface SampleLead {
  id: number;
  name: string;
  profile: Profile;
}

/** The newest people of the campaign's deals; without a campaign, the newest of all. */
export async function sampleLeads(
  db: Database,
  campaignId: number | null,
  limit: number,
): Promise<SampleLead[]> {
  return await db
    .selectFrom('lead')
    .select(['lead.id', 'lead.profile', NAME])
    .where('lead.profile', 'is not', null)
    .where('lead.closed_reason', 'is', null)
    .$if(campaignId !== null, (query) =>
      query.where('lead.id', 'in', (eb) =>
        eb
          .selectFrom('deal')
          .select('deal.lead_id')
          .where('deal.campaign_id', '=', campaignId)
          .orderBy('deal.id', 'desc')
          .limit(limit),
      ),
    )
    .$narrowType<{ profile: Profile }>()
    .orderBy('lead.id', 'desc')
    .limit(limit)
    .execute();
}

/** The person, if the profile was read. */
export async function sampleLead(db: Database, leadId: number): Promise<SampleLead | null> {
  const row = await db
    .selectFrom('lead')
    .select(['lead.id', 'lead.profile', NAME])
    .where('lead.id', '=', leadId)
    .where('lead.profile', 'is not', null)
    .$narrowType<{ profile: Profile }>()
    .executeTakeFirst();
  return row ?? null;
}

const NAME = sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name');

import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** What happened, with the names a reader needs. */
export interface Activity {
  id: number;
  at: Date;
  kind: string;
  detail: string | null;
  leadId: number | null;
  leadName: string | null;
  campaignName: string | null;
  accountHandle: string | null;
}

/** The newest events, newest first; below `before` when it is given. */
export async function newestActivity(db: Database, limit: number, before?: number): Promise<Activity[]> {
  return await activity(db)
    .$if(before !== undefined, (query) => query.where('event.id', '<', before ?? 0))
    .orderBy('event.id', 'desc')
    .limit(limit)
    .execute();
}

/** Events above `afterId`, oldest first. */
export async function activityAfter(db: Database, afterId: number, limit: number): Promise<Activity[]> {
  return await activity(db).where('event.id', '>', afterId).orderBy('event.id').limit(limit).execute();
}

/** Everything that happened to a person, oldest first. */
export async function activityOfLead(db: Database, leadId: number): Promise<Activity[]> {
  return await activity(db).where('event.lead_id', '=', leadId).orderBy('event.id').execute();
}

/** The id of the newest event; 0 when nothing happened yet. */
export async function newestEventId(db: Database): Promise<number> {
  const row = await db.selectFrom('event').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.id ?? 0;
}

function activity(db: Database) {
  return db
    .selectFrom('event')
    .leftJoin('lead', 'lead.id', 'event.lead_id')
    .leftJoin('campaign', 'campaign.id', 'event.campaign_id')
    .leftJoin('account', 'account.id', 'event.account_id')
    .select([
      'event.id',
      'event.at',
      'event.kind',
      'event.detail',
      'event.lead_id as leadId',
      'campaign.name as campaignName',
      'account.handle as accountHandle',
      sql<string | null>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('leadName'),
    ]);
}

import type { Database } from '../database.ts';

/** What happened, for timelines. Ids that do not apply are left out. */
export interface NewEvent {
  kind: string;
  campaignId?: number;
  accountId?: number;
  leadId?: number;
  dealId?: number;
  detail?: string;
}

export interface TimelineEvent {
  id: number;
  at: Date;
  kind: string;
  campaignId: number | null;
  accountId: number | null;
  leadId: number | null;
  dealId: number | null;
  /** Full name, or the slug while the profile is unread. */
  leadName: string | null;
  detail: string | null;
}

export async function recordEvent(db: Database, event: NewEvent, now: Date): Promise<void> {
  await db
    .insertInto('event')
    .values({
      at: now,
      kind: event.kind,
      campaign_id: event.campaignId ?? null,
      account_id: event.accountId ?? null,
      lead_id: event.leadId ?? null,
      deal_id: event.dealId ?? null,
      detail: event.detail ?? null,
    })
    .execute();
}

/** Events after `afterId`, oldest first, at most `limit`; of one lead when `leadId` is given. */
export async function eventsAfter(
  db: Database,
  afterId: number,
  limit: number,
  leadId?: number,
): Promise<TimelineEvent[]> {
  return await timeline(db)
    .where('event.id', '>', afterId)
    .$if(leadId !== undefined, (query) => query.where('event.lead_id', '=', leadId ?? 0))
    .orderBy('event.id')
    .limit(limit)
    .execute();
}

/** The newest events, newest first. */
export async function latestEvents(db: Database, limit: number): Promise<TimelineEvent[]> {
  return await timeline(db).orderBy('event.id', 'desc').limit(limit).execute();
}

function timeline(db: Database) {
  return db
    .selectFrom('event')
    .leftJoin('lead', 'lead.id', 'event.lead_id')
    .select([
      'event.id',
      'event.at',
      'event.kind',
      'event.campaign_id as campaignId',
      'event.account_id as accountId',
      'event.lead_id as leadId',
      'event.deal_id as dealId',
      'event.detail',
    ])
    .select((eb) => eb.fn.coalesce('lead.full_name', 'lead.public_id').as('leadName'));
}

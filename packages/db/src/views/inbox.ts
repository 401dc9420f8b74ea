import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** One conversation of the list. */
export interface ConversationRow {
  id: number;
  leadId: number;
  name: string;
  headline: string | null;
  accountHandle: string;
  lastAt: Date;
  lastText: string;
  lastFromSelf: boolean;
  hasReplied: boolean;
  /** They answered, and nobody here has said since that they have read it. */
  isUnread: boolean;
}

export const INBOX_FILTERS = ['all', 'unread', 'replied'] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];

/** Right behind one conversation: its last moment, as Postgres writes it, and its id. */
export interface InboxPlace {
  key: string;
  id: number;
}

export interface InboxQuery {
  filter: InboxFilter;
  accountId?: number;
  behind?: InboxPlace;
  limit: number;
}

export interface InboxPage {
  rows: ConversationRow[];
  next: InboxPlace | null;
}

const isUnread = sql<boolean>`coalesce(replied_at > coalesce(seen_at, '-infinity'), false)`;

/** The conversations, the latest first, by key and never by offset. */
export async function listConversations(db: Database, query: InboxQuery): Promise<InboxPage> {
  const { filter, accountId, behind, limit } = query;
  const found = await conversations(db)
    .select(sql<string>`last_at::text`.as('key'))
    .$if(filter === 'replied', (q) => q.where('replied_at', 'is not', null))
    .$if(filter === 'unread', (q) => q.where(sql<boolean>`replied_at > coalesce(seen_at, '-infinity')`))
    .$if(accountId !== undefined, (q) => q.where('conversation.account_id', '=', accountId ?? 0))
    .$if(behind !== undefined, (q) =>
      q.where(sql<boolean>`(last_at, conversation.id) < (${behind?.key}::timestamptz, ${behind?.id}::int)`),
    )
    .orderBy('last_at', 'desc')
    .orderBy('conversation.id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = found.length > limit && last ? { key: last.key, id: last.id } : null;
  return { rows: rows.map(({ key: _key, ...row }) => row), next };
}

/** Null when there is no such conversation. */
export async function getConversation(db: Database, id: number): Promise<ConversationRow | null> {
  return (await conversations(db).where('conversation.id', '=', id).executeTakeFirst()) ?? null;
}

/** Of a person, with every account, the latest first. */
export async function conversationsOfLead(db: Database, leadId: number): Promise<ConversationRow[]> {
  return await conversations(db)
    .where('conversation.lead_id', '=', leadId)
    .orderBy('last_at', 'desc')
    .execute();
}

function conversations(db: Database) {
  return db
    .selectFrom('conversation')
    .innerJoin('lead', 'lead.id', 'conversation.lead_id')
    .innerJoin('account', 'account.id', 'conversation.account_id')
    .select([
      'conversation.id',
      'conversation.lead_id as leadId',
      'lead.headline',
      'account.handle as accountHandle',
      'last_at as lastAt',
      'last_text as lastText',
      'last_from_self as lastFromSelf',
      sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name'),
      sql<boolean>`replied_at is not null`.as('hasReplied'),
      isUnread.as('isUnread'),
    ]);
}

/** What was said in a conversation. */
export interface Said {
  fromSelf: boolean;
  text: string;
  at: Date;
  /** Null where LinkedIn shows no exact time: `at` is when it was read. */
  sentAt: Date | null;
  /** Sent by Fairlead, for this campaign. */
  campaignName: string | null;
}

const NEWEST = 200;

/** What we sent and what was read, oldest first; what we sent is not told twice. The newest few hundred. */
export async function messagesOf(db: Database, conversationId: number): Promise<Said[]> {
  const { rows } = await sql<Said>`
    with here as materialized (select account_id, lead_id from conversation where id = ${conversationId}),
    sent as materialized (
      select message.text, message.sent_at, campaign.name
      from here join deal using (lead_id) join message on message.deal_id = deal.id
        join campaign on campaign.id = deal.campaign_id
      where deal.account_id = here.account_id and message.state = 'sent'
    )
    select * from (
      select * from (
        select from_self as "fromSelf", text, coalesce(sent_at, thread_message.read_at) as at, sent_at as "sentAt",
          null as "campaignName"
        from here join thread_message using (account_id, lead_id)
        where not (from_self and exists (select 1 from sent where btrim(sent.text) = thread_message.text))
        union all
        select true, text, sent_at, sent_at, name from sent
      ) said order by at desc limit ${NEWEST}
    ) newest order by at`.execute(db);
  return rows;
}

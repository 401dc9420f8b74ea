import type { DraftProblem } from '@fairlead/shared/domain/message';
import type { Profile } from '@fairlead/shared/domain/profile';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { invitesToApprove, messagesToApprove } from '../repositories/eligibility.ts';
import type { DB } from '../tables/index.ts';

/** Somebody about whom a human is asked. */
export interface WaitingPerson {
  dealId: number;
  leadId: number;
  campaignId: number;
  campaignName: string;
  name: string;
  company: string;
  profile: Profile;
  /** The qualifier's probability. */
  score: number | null;
  /** Why the person was found to fit. */
  verdictReason: string | null;
  since: Date;
}

export interface WaitingMessage extends WaitingPerson {
  messageId: number;
  text: string;
  model: string;
  /** What the draft's check found wrong with it; empty for one that passed. */
  problems: DraftProblem[];
  /** A first draft was sent back: there will be no third. */
  isSecondDraft: boolean;
}

export interface WaitingQuery {
  campaignId?: number | undefined;
  limit: number;
}

/** Texts that wait for approval, the oldest first. */
export async function waitingMessages(
  db: Database,
  { campaignId, limit }: WaitingQuery,
): Promise<WaitingMessage[]> {
  return await messagesToApprove(db)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .innerJoin('company', 'company.id', 'deal.company_id')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .$if(campaignId !== undefined, (query) => query.where('deal.campaign_id', '=', campaignId ?? 0))
    .select([...PERSON, 'lead.profile', REASON, 'message.created_at as since'])
    .select(['message.id as messageId', 'message.text', 'message.model', 'message.problems'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('rejected_draft')
            .select('rejected_draft.id')
            .whereRef('rejected_draft.deal_id', '=', 'deal.id'),
        )
        .$castTo<boolean>()
        .as('isSecondDraft'),
    )
    .$narrowType<{ profile: Profile }>()
    .orderBy('message.created_at')
    .orderBy('message.id')
    .limit(limit)
    .execute();
}

/** Invitations that wait for approval, in the order in which they would be sent. */
export async function waitingInvites(
  db: Database,
  { campaignId, limit }: WaitingQuery,
): Promise<WaitingPerson[]> {
  return await invitesToApprove(db)
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .innerJoin('company', 'company.id', 'deal.company_id')
    .innerJoin('campaign', 'campaign.id', 'deal.campaign_id')
    .$if(campaignId !== undefined, (query) => query.where('deal.campaign_id', '=', campaignId ?? 0))
    .select([...PERSON, 'lead.profile', REASON, 'deal.created_at as since'])
    .$narrowType<{ profile: Profile }>()
    .orderBy('deal.score', (order) => order.desc().nullsLast())
    .orderBy('deal.id')
    .limit(limit)
    .execute();
}

const PERSON = [
  'deal.id as dealId',
  'deal.lead_id as leadId',
  'deal.campaign_id as campaignId',
  'campaign.name as campaignName',
  'company.name as company',
  'deal.score',
  sql<string>`coalesce(nullif(lead.full_name, ''), lead.public_id)`.as('name'),
] as const;

const REASON = sql<string | null>`(select verdict.reason from verdict where verdict.lead_id = deal.lead_id
  and verdict.campaign_id = deal.campaign_id and verdict.superseded_at is null)`.as('verdictReason');

export interface WaitingCounts {
  messages: number;
  invites: number;
}

/** How much waits for approval; each count ends at `upTo`, so that it costs the same however much there is. */
export async function countWaiting(db: Database, upTo: number): Promise<WaitingCounts> {
  const { rows } = await sql<WaitingCounts>`select ${countUpTo(messagesToApprove(db), upTo)} as messages,
    ${countUpTo(invitesToApprove(db), upTo)} as invites`.execute(db);
  return rows[0] ?? { messages: 0, invites: 0 };
}

function countUpTo<TB extends keyof DB>(query: SelectQueryBuilder<DB, TB, object>, upTo: number) {
  const found = query.select(sql<number>`1`.as('one')).limit(upTo);
  return sql<number>`(select count(*)::int from (${found}) as counted)`;
}

import { type RawBuilder, sql } from 'kysely';

/** One finished lead in this many had a deal. */
const DEAL_EVERY = 5;
/** The history begins long before any window that counts. */
const LONG_AGO = sql`interval '90 days'`;

/** A profile as short as one may be, for the n-th. */
const SHORT = sql`jsonb_build_object('fullName', 'Person ' || n, 'headline', 'Accountant')`;

/** The statements that add so many finished leads to a world that has accounts, campaigns and companies. */
export function finishedHistory(
  count: number,
  now: Date,
  profile: RawBuilder<unknown> = SHORT,
): RawBuilder<unknown>[] {
  const at = sql`${now}::timestamptz - ${LONG_AGO}`;
  const first = sql`(select coalesce(max(substr(public_id, 10)::int), 0) from lead where public_id like 'finished-%')`;
  const recent = sql`(select id, row_number() over (order by id) as place from lead
    where public_id like 'finished-%' order by id desc limit ${count}::int)`;
  const campaigns = sql`(select count(*)::int from campaign)`;
  const accounts = sql`(select count(*)::int from account)`;
  return [
    sql`insert into lead (public_id, urn, state, profile, discovered_at, enriched_at)
      select 'finished-' || n, 'urn:finished-' || n, case when n % ${DEAL_EVERY}::int = 0 then 'promoted' else 'disqualified' end,
        ${profile}, ${at}, ${at}
      from ${first} as seen (most), generate_series(seen.most + 1, seen.most + ${count}::int) n`,
    sql`drop table if exists just_finished`,
    sql`create table just_finished as select id, place::int, 1 + (id % ${campaigns}) as campaign_id, 1 + (id % ${accounts}) as account_id,
        state = 'promoted' as dealt from ${recent} recent join lead using (id)`,
    sql`insert into verdict (lead_id, campaign_id, qualified, reason, source, model_version, confidence, created_at)
      select id, campaign_id, dealt, 'As the profile says.', case when id % 4 = 0 then 'llm' else 'model' end, 'bench', 0.5, ${at}
      from just_finished`,
    sql`insert into contact (lead_id, company_id, first_name, last_name, created_at)
      select id, (select min(id) from company) + id % 1000, 'Person', id::text, ${at} from just_finished where dealt`,
    sql`insert into deal (lead_id, campaign_id, contact_id, company_id, account_id, state, closing_reason, score,
        created_at, pending_at, connected_at, completed_at, failed_at)
      select f.id, campaign_id, contact.id, company_id, account_id, case when even then 'COMPLETED' else 'FAILED' end,
        case when even then 'messaged' else 'invite-lapsed' end, 0.5, ${at}, ${at},
        case when even then ${at} end, case when even then ${at} end, case when not even then ${at} end
      from (select *, id % 2 = 0 as even from just_finished where dealt) f join contact on contact.lead_id = f.id`,
    sql`insert into message (deal_id, step, state, text, model, created_at, sent_at)
      select deal.id, 'follow-up', 'sent', 'Thank you for connecting.', 'm', ${at}, ${at}
      from just_finished f join deal on deal.lead_id = f.id where deal.state = 'COMPLETED'`,
    sql`insert into action (kind, state, account_id, lead_id, deal_id, message_id, fencing_token, intent_at, started_at, finished_at, latest_at)
      select kind, 'done', deal.account_id, deal.lead_id, deal.id, case kind when 'message' then message.id end, 0, ${at}, ${at}, ${at}, ${at}
      from just_finished f join deal on deal.lead_id = f.id left join message on message.deal_id = deal.id
      cross join (values ('invite'), ('message')) as kinds (kind)
      where kind = 'invite' or message.id is not null`,
    sql`drop table just_finished`,
  ];
}

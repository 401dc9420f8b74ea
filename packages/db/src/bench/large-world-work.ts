import { Lane } from '@fairlead/shared/domain/lane';
import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import { type RawBuilder, sql } from 'kysely';
import { PER_CAMPAIGN, UNREAD, VECTORS, type WorldSize } from './world-size.ts';

const { fresh, pending, toDraft, toSend } = PER_CAMPAIGN;
const DEALS = fresh + pending + toDraft + toSend;
const WEEK_OF_INVITES = 90;
const DAY_OF_MESSAGES = 20;

/** A profile as short as one may be, so that what is measured is the number of rows. */
const profile = sql`jsonb_build_object('fullName', 'Person ' || n, 'headline', 'Operations manager')`;

/** Everything that waits for a lane, in the order of its references. */
export function openWork(
  { accounts, campaigns }: WorldSize,
  model: string,
  now: Date,
): RawBuilder<unknown>[] {
  const dealLeads = campaigns * DEALS;
  const { connectDaily, connectWeekly, followUpDaily } = DEFAULT_LIMITS;
  return [
    sql`insert into account (handle, email, password_sealed, time_zone, connect_daily, connect_weekly,
        follow_up_daily, subscribe_newsletter, created_at)
      select 'operator-' || n, 'operator-' || n || '@fairlead.example', '', 'UTC', ${connectDaily}::int,
        ${connectWeekly}::int, ${followUpDaily}::int, false, ${now} from generate_series(1, ${accounts}::int) n`,
    sql`insert into campaign (name, product_docs, objective, follow_up_template, strategy, created_at)
      select 'Campaign ' || n, repeat('What the product does. ', 100), 'Operations managers of wind parks', 'Thank you.', 'classic', ${now}
      from generate_series(1, ${campaigns}::int) n`,
    sql`insert into campaign_account (campaign_id, account_id)
      select n, 1 + (n % ${accounts}::int) from generate_series(1, ${campaigns}::int) n`,
    sql`insert into search_keyword (campaign_id, keyword, created_at, used_at)
      select c, 'phrase ' || n, ${now}, case when n > 2 then ${now}::timestamptz end
      from generate_series(1, ${campaigns}::int) c, generate_series(1, 8) n`,
    // A third of the lanes is due.
    sql`insert into lane_schedule (campaign_id, lane, next_at)
      select c, lane, ${now}::timestamptz + make_interval(secs => (c * 7 + place) % 90 - 30)
      from generate_series(1, ${campaigns}::int) c, unnest(${Lane.options}::text[]) with ordinality as l (lane, place)`,
    sql`insert into model_snapshot (campaign_id, strategy, version, embedding_model, labels, state, created_at)
      select c, 'classic', 'v' || n, ${model}, n * 2, '{}', ${now}
      from generate_series(1, ${campaigns}::int) c, generate_series(1, 5) n`,

    sql`insert into lead (public_id, state, discovered_at)
      select 'unread-' || n, 'url-only', ${now} from generate_series(1, ${UNREAD.urlOnly}::int) n`,
    sql`insert into lead (public_id, urn, state, profile, discovered_at, enriched_at)
      select 'read-' || n, 'urn:read-' || n, 'enriched', ${profile}, ${now}, ${now}
      from generate_series(1, ${UNREAD.unembedded + VECTORS}::int) n`,
    sql`insert into embedding (lead_id, model, vector, created_at)
      select id, ${model}, (select array_agg(sin(lead.id * k)) from generate_series(1, 384) k)::real[]::public.vector, ${now}
      from lead where state = 'enriched' order by id limit ${VECTORS}::int`,
    // Every hundredth campaign has judged them all and waits for more; the others have judged a few.
    sql`insert into verdict (lead_id, campaign_id, qualified, reason, source, model_version, confidence, created_at)
      select lead_id, c, false, 'Not in charge of a plant.', case when lead_id % 4 = 0 then 'llm' else 'model' end, 'bench', 0.1, ${now}
      from generate_series(1, ${campaigns}::int) c
      cross join lateral (
        select lead_id from embedding order by lead_id limit case when c % 100 = 0 then ${VECTORS}::int else 20 end
      ) judged`,

    sql`insert into company (name, urn, created_at)
      select 'Company ' || n, 'urn:company-' || n, ${now} from generate_series(1, 1000) n`,
    sql`insert into lead (public_id, urn, state, profile, discovered_at, enriched_at)
      select 'dealt-' || n, 'urn:dealt-' || n, 'promoted', ${profile}, ${now}, ${now}
      from generate_series(1, ${dealLeads}::int) n`,
    sql`insert into contact (lead_id, company_id, first_name, last_name, created_at)
      select id, (select min(id) from company) + id % 1000, 'Person', id::text, ${now}
      from lead where public_id like 'dealt-%'`,
    sql`insert into deal (lead_id, campaign_id, contact_id, company_id, account_id, state, score, next_check_at,
        created_at, pending_at, connected_at)
      select lead_id, campaign_id, contact.id, company_id,
        case when state <> 'NEW' then 1 + (campaign_id % ${accounts}::int) end, state, 0.5,
        -- One in three is due.
        case when state = 'PENDING' then ${now}::timestamptz + make_interval(hours => kind % 3 * 8 - 1) end,
        ${now}, case when state <> 'NEW' then ${now}::timestamptz - interval '9 days' end,
        case when state = 'CONNECTED' then ${now}::timestamptz end
      from (
        select contact.*, 1 + (place % ${campaigns}::int) as campaign_id, place / ${campaigns}::int as kind,
          case when place / ${campaigns}::int < ${fresh}::int then 'NEW'
            when place / ${campaigns}::int < ${fresh + pending}::int then 'PENDING' else 'CONNECTED' end as state
        from (select contact.*, (row_number() over (order by lead_id) - 1)::int as place from contact) contact
      ) contact`,
    sql`insert into message (deal_id, step, state, text, model, created_at)
      select id, 'follow-up', 'frozen', 'Thank you for connecting.', 'm', ${now}
      from (select id, row_number() over (partition by campaign_id order by id) as place
        from deal where state = 'CONNECTED') connected
      where place <= ${toSend}::int`,
    // The acts inside the windows of every account, one for a deal; of each hundredth campaign one whose end nobody knows.
    sql`insert into action (kind, state, account_id, lead_id, deal_id, fencing_token, intent_at, started_at, finished_at, latest_at)
      select distinct on (deal.id) 'invite', 'done', a, lead_id, deal.id, 0, at, at, at, at
      from generate_series(1, ${accounts}::int) a
      cross join lateral (select ${now}::timestamptz - make_interval(mins => n * 100 + a % 60) as at, n
        from generate_series(1, ${WEEK_OF_INVITES}::int) n) acts
      join (select id, lead_id, row_number() over (order by id) as place from deal where state = 'PENDING') deal
        on deal.place = 1 + (a * 97 + n) % (select count(*) from deal where state = 'PENDING')`,
    sql`insert into action (kind, state, account_id, lead_id, deal_id, message_id, fencing_token, intent_at, started_at, finished_at, latest_at)
      select 'message', 'refused', a, deal.lead_id, deal.id, message.id, 0, at, at, at, at
      from generate_series(1, ${accounts}::int) a
      cross join lateral (select ${now}::timestamptz - make_interval(mins => n * 60) as at
        from generate_series(1, ${DAY_OF_MESSAGES}::int) n) acts
      cross join (select id, deal_id from message order by id limit 1) message
      join deal on deal.id = message.deal_id`,
    sql`insert into action (kind, state, account_id, lead_id, deal_id, fencing_token, intent_at, started_at, latest_at)
      select 'invite', 'unknown', 1 + (campaign_id % ${accounts}::int), lead_id, id, 0, ${now}, ${now}, ${now}
      from (select distinct on (campaign_id) * from deal where state = 'NEW' order by campaign_id, id) deal
      where campaign_id % 100 = 0`,
    sql`insert into hand_sent_invite (account_id, public_id, sent_at, seen_at)
      select a, 'by-hand-' || n, ${now}::timestamptz - make_interval(hours => n * 5), ${now}
      from generate_series(1, ${accounts}::int) a, generate_series(1, 3) n`,
    sql`insert into lane_closure (account_id, lane, until, reason)
      select a, 'connect', ${now}::timestamptz + interval '1 day', 'weekly limit'
      from generate_series(1, ${accounts}::int, 10) a`,
  ];
}

import { ApprovalMode } from '@fairlead/shared/domain/approval';
import { Lane } from '@fairlead/shared/domain/lane';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { NOW } from '@fairlead/testing/builders';
import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';

/*
 * Random small databases, as statements over `seedPeople`: every table the snapshot reads, in every state
 * it distinguishes. A statement whose rows are not there changes nothing.
 */

export const MODELS = ['m', 'n'] as const;
const LEADS = 6;

const lead = fc
  .integer({ min: 1, max: LEADS })
  .map((n) => sql`(select id from lead where public_id = ${`p${n}`})`);
const campaign = fc.constantFrom('A', 'B').map((name) => sql`(select id from campaign where name = ${name})`);
const account = fc
  .constantFrom('x', 'y')
  .map((handle) => sql`(select id from account where handle = ${handle})`);
const model = fc.constantFrom(...MODELS);
const at = fc.integer({ min: -30, max: 30 }).map((hours) => new Date(NOW.getTime() + hours * 6 * HOUR_MS));
const maybeAt = fc.option(at);
const someLane = fc.constantFrom(...Lane.options);
const source = fc.constantFrom('llm', 'model', 'human');
const openDeal = sql`select id, lead_id, state from deal`;

type Statement = RawBuilder<unknown>;

const vector = sql`array_fill(0.1::real, array[384])::public.vector`;

export const step: fc.Arbitrary<Statement> = fc.oneof(
  lead.map(
    (l) => sql`update lead set state = 'enriched', profile = '{}', urn = public_id, enriched_at = ${NOW}
    where id = ${l} and state = 'url-only'`,
  ),
  fc.tuple(lead, fc.constantFrom('inaccessible', 'self')).map(
    ([l, reason]) => sql`update lead
    set state = 'disqualified', closed_reason = ${reason} where id = ${l} and state in ('url-only', 'enriched', 'disqualified')`,
  ),
  fc.tuple(lead, at).map(([l, after]) => sql`update lead set enrich_after = ${after} where id = ${l}`),
  fc.tuple(lead, model).map(
    ([l, m]) => sql`insert into embedding (lead_id, model, vector, created_at)
    select id, ${m}, ${vector}, ${NOW} from lead where id = ${l} on conflict do nothing`,
  ),
  model.map(
    (m) => sql`insert into embedding (lead_id, model, vector, created_at)
    select id, ${m}, ${vector}, ${NOW} from lead where profile is not null order by lead.id on conflict do nothing`,
  ),
  fc.tuple(lead, model).map(([l, m]) => sql`delete from embedding where lead_id = ${l} and model = ${m}`),
  fc.tuple(lead, campaign, source).map(
    ([
      l,
      c,
      s,
    ]) => sql`insert into verdict (lead_id, campaign_id, qualified, reason, source, model_version, confidence, created_at)
    select id, ${c}, true, 'r', ${s}, 'v', 0.9, ${NOW} from lead where id = ${l} on conflict do nothing`,
  ),
  fc.tuple(campaign, source).map(
    ([
      c,
      s,
    ]) => sql`insert into verdict (lead_id, campaign_id, qualified, reason, source, model_version, confidence, created_at)
    select id, ${c}, false, 'r', ${s}, 'v', 0.1, ${NOW} from lead order by lead.id on conflict do nothing`,
  ),
  fc
    .tuple(lead, campaign)
    .map(
      ([l, c]) => sql`update verdict set superseded_at = ${NOW} where lead_id = ${l} and campaign_id = ${c}`,
    ),
  // A parked lead awaits judgement again.
  campaign.map(
    (c) => sql`update verdict set superseded_at = ${NOW}
    where campaign_id = ${c} and source = 'model' and not qualified and superseded_at is null`,
  ),
  // A human corrects the current verdict.
  fc.tuple(lead, campaign).map(
    ([l, c]) => sql`with corrected as (
      update verdict set superseded_at = ${NOW} where lead_id = ${l} and campaign_id = ${c} and superseded_at is null returning lead_id)
    insert into verdict (lead_id, campaign_id, qualified, reason, source, created_at)
    select lead_id, ${c}, true, 'r', 'human', ${NOW} from corrected on conflict do nothing`,
  ),
  fc.tuple(lead, campaign).map(
    ([
      l,
      c,
    ]) => sql`insert into audit_pick (lead_id, campaign_id, qualified, probability, model_version, drawn_at)
    select id, ${c}, false, 0.1, 'v', ${NOW} from lead where id = ${l} on conflict do nothing`,
  ),
  fc.tuple(lead, campaign, fc.constantFrom('accepted', 'replied')).map(
    ([l, c, kind]) => sql`insert into outcome (lead_id, campaign_id, kind, at)
    select id, ${c}, ${kind}, ${NOW} from lead where id = ${l} on conflict do nothing`,
  ),
  // A human's says neither which model nor how sure it was, so it cannot become a model's.
  fc
    .tuple(campaign, source)
    .map(
      ([c, s]) =>
        sql`update verdict set source = ${s} where campaign_id = ${c} and model_version is not null`,
    ),
  fc
    .tuple(lead, campaign)
    .map(([l, c]) => sql`delete from verdict where lead_id = ${l} and campaign_id = ${c}`),
  lead.map(
    (l) => sql`delete from lead where id = ${l} and not exists (select 1 from contact where lead_id = ${l})`,
  ),
  fc.tuple(campaign, model, fc.integer({ min: 0, max: 4 })).map(
    ([c, m, labels]) => sql`
    insert into model_snapshot (campaign_id, strategy, version, embedding_model, labels, state, created_at)
    values (${c}, 'classic', (select count(*) from model_snapshot)::text, ${m}, ${labels}::int, '{}', ${NOW})`,
  ),
  fc.tuple(campaign, maybeAt, fc.integer({ min: 0, max: 1 })).map(
    ([
      c,
      used,
      discovered,
    ]) => sql`insert into search_keyword (campaign_id, keyword, created_at, used_at, found, discovered)
    values (${c}, (select count(*) from search_keyword)::text, ${NOW}, ${used}, 1, ${discovered}::int)`,
  ),
  fc.tuple(campaign, at).map(
    ([c, asked]) => sql`insert into keyword_call (campaign_id, brief_digest, added, at)
    select id, brief_digest, 0, ${asked} from campaign where id = ${c}`,
  ),
  // Another objective: what was asked before counts no more.
  campaign.map((c) => sql`update campaign set objective = objective || '.' where id = ${c}`),
  at.map(
    (
      restored,
    ) => sql`insert into restoration (backed_up_at, restored_at) select ${restored}::timestamptz - interval '2 days', ${restored}
    where (select count(*) from restoration) < 2`,
  ),
  campaign.map((c) => sql`update campaign set paused = not paused where id = ${c}`),
  fc
    .tuple(campaign, fc.constantFrom(null, 0, 0.3, 1))
    .map(([c, fraction]) => sql`update campaign set action_fraction = ${fraction} where id = ${c}`),
  fc.constant(sql`update lead set state = 'disqualified' where state = 'enriched'`),
  fc.tuple(account, lead).map(
    ([
      a,
      l,
    ]) => sql`insert into hand_sent_invite select ${a}, public_id, ${NOW}, ${NOW} from lead where id = ${l}
    on conflict do nothing`,
  ),
  fc
    .tuple(campaign, fc.constantFrom(...ApprovalMode.options))
    .map(([c, mode]) => sql`update campaign set approval_mode = ${mode} where id = ${c}`),
  lead.map(
    (l) => sql`update deal set invite_approved_at = ${NOW}, invite_approved_by = 'u' where lead_id = ${l}`,
  ),
  lead.map(
    (l) => sql`update message set approved_at = ${NOW}, approved_by = 'u'
    where deal_id in (select id from deal where lead_id = ${l})`,
  ),
  fc.tuple(campaign, someLane, at).map(
    ([c, lane, next]) => sql`insert into lane_schedule values (${c}, ${lane}, ${next})
    on conflict (campaign_id, lane) do update set next_at = excluded.next_at`,
  ),
  fc
    .tuple(campaign, account)
    .map(([c, a]) => sql`insert into campaign_account values (${c}, ${a}) on conflict do nothing`),
  fc
    .tuple(account, someLane, at)
    .map(
      ([a, lane, until]) =>
        sql`insert into lane_closure values (${a}, ${lane}, ${until}, 'r') on conflict do nothing`,
    ),
  fc.tuple(account, at).map(
    ([a, sent]) => sql`insert into hand_sent_invite
    values (${a}, (select count(*) from hand_sent_invite)::text, ${sent}, ${NOW})`,
  ),
  fc
    .tuple(lead, campaign, account, fc.constantFrom('NEW', 'PENDING', 'CONNECTED', 'FAILED'), maybeAt, at)
    .map(
      ([l, c, a, state, after, due]) => sql`
    insert into deal (lead_id, campaign_id, contact_id, company_id, account_id, state, act_after, next_check_at, created_at,
      pending_at, connected_at, failed_at, closing_reason)
    select lead_id, ${c}, id, company_id, ${a}, ${state}, ${after}, ${state === 'PENDING' ? due : null}, ${NOW}, ${NOW}, ${NOW},
      ${state === 'FAILED' ? NOW : null}, ${state === 'FAILED' ? 'inaccessible' : null}
    from contact where lead_id = ${l} on conflict do nothing`,
    ),
  fc.tuple(lead, fc.constantFrom('frozen', 'refused')).map(
    ([l, state]) => sql`insert into message (deal_id, step, state, text, model, created_at)
    select id, 'follow-up', ${state}, 't', 'm', ${NOW} from (${openDeal}) d where lead_id = ${l} and state = 'CONNECTED' on conflict do nothing`,
  ),
  fc
    .record({
      lead,
      account,
      kind: fc.constantFrom('invite', 'message'),
      state: fc.constantFrom('intent', 'started', 'done', 'unknown', 'refused'),
      latest: maybeAt,
      look: maybeAt,
      forHuman: fc.boolean(),
    })
    .map(
      ({ lead: l, account: a, kind, state, latest, look, forHuman }) => sql`
    insert into action (kind, state, account_id, lead_id, deal_id, message_id, fencing_token, intent_at, started_at, finished_at, latest_at,
      look_after, needs_human_at)
    select ${kind}, ${state}, ${a}, d.lead_id, d.id, case when ${kind} = 'message' then message.id end, 0, ${NOW}, ${NOW},
      ${state === 'done' || state === 'refused' ? NOW : null}, ${latest}, ${look}, ${forHuman && state === 'unknown' ? NOW : null}
    from (${openDeal}) d left join message on message.deal_id = d.id
    where d.lead_id = ${l} and (${kind} = 'invite' or message.id is not null) on conflict do nothing`,
    ),
);

/** Two accounts, two campaigns and six leads, three of whom are contacts. */
export const seedPeople: readonly Statement[] = [
  sql`delete from restoration`,
  ...['x', 'y'].map(
    (
      handle,
      i,
    ) => sql`insert into account (handle, email, password_sealed, time_zone, connect_daily, connect_weekly,
      follow_up_daily, subscribe_newsletter, created_at)
    values (${handle}, ${handle}, '', 'UTC', ${i * 2}::int, 3, 1, false, ${NOW})`,
  ),
  ...['A', 'B'].map(
    (
      name,
    ) => sql`insert into campaign (name, product_docs, objective, follow_up_template, strategy, created_at)
    values (${name}, '', 'o', '', 'classic', ${NOW})`,
  ),
  sql`insert into lead (public_id, state, discovered_at) select 'p' || n, 'url-only', ${NOW} from generate_series(1, ${LEADS}::int) n`,
  sql`insert into company (name, created_at) values ('C', ${NOW})`,
  sql`insert into contact (lead_id, company_id, first_name, last_name, created_at)
    select lead.id, company.id, 'F', 'L', ${NOW} from lead, company where public_id in ('p1', 'p2', 'p3')`,
];

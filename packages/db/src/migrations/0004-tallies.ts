import { type Kysely, sql } from 'kysely';

/**
 * What a tick looks at costs no more the more is finished. Indexes hold only what is unfinished. Three
 * questions have no such index, for they ask what is missing: leads without a vector, vectors without a
 * campaign's verdict, labels without a fit. Their counts are kept: each change of a lead, a vector or a
 * verdict changes them in the same transaction, holding the lead, so that two changes about one person
 * never miss each other. The order is always lead before tally, and tallies in order of their key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...INDEXES, ...TABLES, ...TRIGGERS, ...FIRST_COUNT])
    await sql.raw(statement).execute(db);
}

const INDEXES = [
  `create index if not exists deal_new on deal (campaign_id, act_after) include (lead_id) where state = 'NEW'`,
  `create index if not exists deal_check_due on deal (next_check_at) include (campaign_id, account_id)
    where state = 'PENDING'`,
  `create index if not exists deal_connected on deal (campaign_id, id) include (account_id, act_after, lead_id)
    where state = 'CONNECTED'`,
  `create index if not exists message_frozen on message (deal_id) include (id) where state = 'frozen'`,
  `create index if not exists action_unsettled on action (deal_id) include (account_id, look_after)
    where state in ('intent', 'started', 'unknown') and needs_human_at is null`,
  `create index if not exists action_live on action (account_id, kind, latest_at)
    where state in ('intent', 'started', 'done', 'unknown')`,
  `create index if not exists action_under_way on action (kind, account_id)
    where latest_at is null and state in ('intent', 'started', 'done', 'unknown')`,
  `create index if not exists hand_sent_invite_recent on hand_sent_invite (sent_at) include (account_id)`,
  // Everybody who asked it asks for live acts.
  'drop index action_latest',
  `create index if not exists search_keyword_unused on search_keyword (campaign_id, id) where used_at is null`,
  `create index if not exists model_snapshot_newest
    on model_snapshot (campaign_id, embedding_model, id) include (labels)`,
];

const TABLES = [
  // Sixteen rows, by the lead's id: those who read profiles at the same time do not wait for each other.
  `create table lead_tally (
    slot smallint primary key,
    leads integer not null,
    readable integer not null
  ) with (fillfactor = 50)`,
  `create table vector_tally (
    model text primary key,
    readable integer not null
  ) with (fillfactor = 50)`,
  `create table judgement_tally (
    campaign_id integer not null references campaign on delete cascade,
    model text not null,
    judged integer not null,
    labels integer not null,
    primary key (campaign_id, model)
  ) with (fillfactor = 50)`,
];

const TRIGGERS = [
  // What a campaign may judge, if it has a vector.
  `create function is_readable(l lead) returns boolean language sql immutable as $$
    select l.profile is not null and l.closed_reason is null
  $$`,
  `create function add_to_judgement_tally(campaigns integer[], models text[], judged integer[], labels integer[])
  returns void language sql as $$
    insert into judgement_tally
    select delta.* from unnest(campaigns, models, judged, labels) as delta (campaign_id, model, judged, labels)
    -- One that is being removed takes its tally with it.
    where exists (select 1 from campaign where id = delta.campaign_id)
    order by delta.campaign_id, delta.model
    on conflict (campaign_id, model) do update set
      judged = judgement_tally.judged + excluded.judged, labels = judgement_tally.labels + excluded.labels
  $$`,

  `create function tally_leads() returns trigger language plpgsql as $$
  declare sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  begin
    insert into lead_tally
    select id % 16, sign * count(*) filter (where closed_reason is distinct from 'self'),
      sign * count(*) filter (where profile is not null and closed_reason is null)
    from changed group by 1 order by 1
    on conflict (slot) do update set
      leads = lead_tally.leads + excluded.leads, readable = lead_tally.readable + excluded.readable;
    return null;
  end $$`,
  `create trigger lead_tallied after insert on lead referencing new table as changed
    for each statement execute function tally_leads()`,
  `create trigger lead_untallied after delete on lead referencing old table as changed
    for each statement execute function tally_leads()`,
  `create function tally_lead_change() returns trigger language plpgsql as $$
  declare readable integer := is_readable(new)::integer - is_readable(old)::integer;
  begin
    insert into lead_tally values (new.id % 16,
      (new.closed_reason is distinct from 'self')::integer - (old.closed_reason is distinct from 'self')::integer,
      readable)
    on conflict (slot) do update set
      leads = lead_tally.leads + excluded.leads, readable = lead_tally.readable + excluded.readable;
    if readable <> 0 then
      insert into vector_tally select model, readable from embedding where lead_id = new.id order by model
      on conflict (model) do update set readable = vector_tally.readable + excluded.readable;
      perform add_to_judgement_tally(array_agg(campaign_id), array_agg(model),
        array_agg(readable), array_agg(0))
      from verdict join embedding using (lead_id) where lead_id = new.id and superseded_at is null;
    end if;
    return null;
  end $$`,
  `create trigger lead_changed after update on lead for each row
    when (old.closed_reason is distinct from new.closed_reason or (old.profile is null) <> (new.profile is null))
    execute function tally_lead_change()`,
  // Before the lead goes: a vector and a verdict count by what the lead is.
  `create function remove_what_tallies() returns trigger language plpgsql as $$
  begin
    delete from verdict where lead_id = old.id;
    delete from embedding where lead_id = old.id;
    return old;
  end $$`,
  `create trigger lead_removed before delete on lead for each row execute function remove_what_tallies()`,

  `create function hold_lead() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      perform 1 from lead where id = old.lead_id for no key update;
      return old;
    end if;
    perform 1 from lead where id = new.lead_id for no key update;
    return new;
  end $$`,
  `create trigger embedding_holds_lead before insert or delete on embedding
    for each row execute function hold_lead()`,
  `create trigger verdict_holds_lead before insert or update or delete on verdict
    for each row execute function hold_lead()`,

  `create function tally_embeddings() returns trigger language plpgsql as $$
  declare sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  begin
    insert into vector_tally
    select changed.model, sign * count(*)
    from changed join lead on lead.id = changed.lead_id where is_readable(lead)
    group by 1 order by 1
    on conflict (model) do update set readable = vector_tally.readable + excluded.readable;
    perform add_to_judgement_tally(array_agg(campaign_id), array_agg(model), array_agg(judged), array_agg(labels))
    from (
      select verdict.campaign_id, changed.model, (sign * count(*) filter (where is_readable(lead)))::integer as judged,
        (sign * count(*) filter (where verdict.source <> 'model'))::integer as labels
      from changed join lead on lead.id = changed.lead_id join verdict on verdict.lead_id = changed.lead_id
      where verdict.superseded_at is null
      group by 1, 2) delta;
    return null;
  end $$`,
  `create trigger embedding_tallied after insert on embedding referencing new table as changed
    for each statement execute function tally_embeddings()`,
  `create trigger embedding_untallied after delete on embedding referencing old table as changed
    for each statement execute function tally_embeddings()`,

  `create function tally_verdicts() returns trigger language plpgsql as $$
  declare sign integer := case tg_op when 'INSERT' then 1 else -1 end;
  begin
    perform add_to_judgement_tally(array_agg(campaign_id), array_agg(model), array_agg(judged), array_agg(labels))
    from (
      select changed.campaign_id, embedding.model, (sign * count(*) filter (where is_readable(lead)))::integer as judged,
        (sign * count(*) filter (where changed.source <> 'model'))::integer as labels
      from changed join lead on lead.id = changed.lead_id join embedding on embedding.lead_id = changed.lead_id
      where changed.superseded_at is null
      group by 1, 2) delta;
    return null;
  end $$`,
  `create trigger verdict_tallied after insert on verdict referencing new table as changed
    for each statement execute function tally_verdicts()`,
  `create trigger verdict_untallied after delete on verdict referencing old table as changed
    for each statement execute function tally_verdicts()`,
  `create function tally_verdict_change() returns trigger language plpgsql as $$
  begin
    perform add_to_judgement_tally(array_agg(campaign_id), array_agg(model), array_agg(judged), array_agg(labels))
    from (
      select changed.campaign_id, embedding.model,
        coalesce(sum(sign) filter (where is_readable(lead)), 0)::integer as judged,
        coalesce(sum(sign) filter (where changed.source <> 'model'), 0)::integer as labels
      from (select 1 as sign, * from arrived union all select -1, * from gone) changed
      join lead on lead.id = changed.lead_id join embedding on embedding.lead_id = changed.lead_id
      where changed.superseded_at is null
      group by 1, 2) delta;
    return null;
  end $$`,
  `create trigger verdict_changed after update on verdict referencing new table as arrived old table as gone
    for each statement execute function tally_verdict_change()`,
];

// After the triggers, whose making waited for writers and keeps others out: from here on nothing is missed.
const FIRST_COUNT = [
  `insert into lead_tally
    select id % 16, count(*) filter (where closed_reason is distinct from 'self'), count(*) filter (where is_readable(lead))
    from lead group by 1`,
  `insert into vector_tally
    select model, count(*) from embedding join lead on lead.id = embedding.lead_id where is_readable(lead) group by 1`,
  `insert into judgement_tally
    select campaign_id, model, count(*) filter (where is_readable(lead)), count(*) filter (where source <> 'model')
    from verdict join embedding using (lead_id) join lead on lead.id = lead_id
    where superseded_at is null group by 1, 2`,
];

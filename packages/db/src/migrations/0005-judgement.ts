import { type Kysely, sql } from 'kysely';

/**
 * What makes automatic decisions safe, as rows: who chose a lead, what an audit found, what was wrong with
 * the model when it spoke, what people did in the end. Every automatic decision says how sure it was and
 * by which model. A decision drawn for audit waits in a table of its own, so that neither a crash nor a
 * newer model forgets it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table campaign
    drop constraint campaign_strategy_check,
    add constraint campaign_strategy_check check (strategy in ('bayes', 'classic')),
    alter column strategy set default 'bayes',
    add column strategy_options jsonb not null default '{}',
    add column audit_share double precision not null default 0.05 check (audit_share between 0 and 1),
    add column audit_tolerance double precision not null default 0.05 check (audit_tolerance between 0 and 1)`,

  `alter table verdict
    add column chosen_by text check (chosen_by in ('model', 'random', 'arrival')),
    add column audited_qualified boolean,
    add column concerns jsonb not null default '[]',
    add constraint verdict_audit_says_of_what check (audited_qualified is null
      or (source = 'llm' and chosen_by is null and confidence is not null and model_version is not null))`,
  // Those that stand there were always written so; only new ones are worth the look.
  `alter table verdict add constraint verdict_automatic_says_how_sure check
    (source <> 'model' or (confidence is not null and model_version is not null)) not valid`,
  `update verdict set chosen_by = case when model_version is null then 'arrival' else 'model' end where source = 'llm'`,
  `create index verdict_audit on verdict (campaign_id, id) where audited_qualified is not null`,
  `create index verdict_parked on verdict (campaign_id, lead_id)
    where source = 'model' and not qualified and superseded_at is null`,

  `create table audit_pick (
    campaign_id integer not null references campaign on delete cascade,
    lead_id integer not null references lead on delete cascade,
    qualified boolean not null,
    probability double precision not null check (probability between 0 and 1),
    model_version text not null,
    drawn_at timestamptz not null,
    primary key (campaign_id, lead_id)
  )`,
  'create index audit_pick_of_lead on audit_pick (lead_id)',

  `create table outcome (
    id integer generated always as identity primary key,
    campaign_id integer not null references campaign on delete cascade,
    lead_id integer not null references lead on delete cascade,
    kind text not null check (kind in ('accepted', 'replied')),
    at timestamptz not null,
    constraint outcome_once unique (campaign_id, lead_id, kind)
  )`,
  'create index outcome_of_lead on outcome (lead_id)',
  `insert into outcome (campaign_id, lead_id, kind, at)
    select deal.campaign_id, deal.lead_id, 'accepted', min(deal_transition.at)
    from deal_transition join deal on deal.id = deal_transition.deal_id
    where from_state = 'PENDING' and to_state = 'CONNECTED' group by 1, 2`,

  // A human may say no to somebody the model or the language model wanted invited.
  `alter table deal
    drop constraint deal_closing_reason_check,
    add constraint deal_closing_reason_check check (closing_reason in ('messaged', 'invite-refused', 'invite-lapsed',
      'no-connect-control', 'inaccessible', 'message-refused', 'rejected'))`,

  // Of the text a vector was made of: another text makes another vector, the same does not.
  'alter table embedding add column text_digest text',

  // What a fit found, for those who cannot ask the model; and the audits it answers well enough, held out.
  `alter table model_snapshot
    add column options jsonb not null default '{}',
    add column report jsonb not null default '{}',
    add column audits_settled_to integer`,
];

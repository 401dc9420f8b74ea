import { type Kysely, sql } from 'kysely';

/**
 * Partner campaigns: their share of the turns, the kit they came from with its model, and the newest model of
 * each campaign in a form that can leave the system. Campaigns that exist are regular and stay so.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table campaign add column action_fraction double precision
    constraint campaign_action_fraction_check check (action_fraction between 0 and 1)`,

  `create table partner_kit (
    campaign_id integer primary key references campaign on delete cascade,
    origin text not null,
    format text not null check (format in ('snapshot', 'onnx')),
    embedding_model text not null,
    model bytea not null check (octet_length(model) between 1 and 67108864),
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    imported_at timestamptz not null
  )`,

  `create table portable_model (
    campaign_id integer not null references campaign on delete cascade,
    embedding_model text not null,
    version text not null,
    model jsonb not null,
    created_at timestamptz not null,
    primary key (campaign_id, embedding_model)
  )`,
];

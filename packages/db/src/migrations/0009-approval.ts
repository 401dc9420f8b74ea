import { type Kysely, sql } from 'kysely';

/**
 * What waits for a human's word before it is sent, who gave it, and a line for every change a user makes.
 * Campaigns that exist stay on autopilot. Workers of the version before know no approval: a campaign must not
 * leave autopilot before they are gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // `version` counts saved forms; `provisioned_as` is the name in the environment, which outlives a renaming.
  `alter table campaign
    add column approval_mode text not null default 'autopilot',
    add column version integer not null default 1,
    add column provisioned_as text,
    add column edited_at timestamptz`,
  `alter table campaign
    add constraint campaign_approval_mode_check check (approval_mode in
      ('autopilot', 'approve-messages', 'approve-everything', 'observe-only')),
    add constraint campaign_provisioned_as_key unique (provisioned_as)`,
  'update campaign set provisioned_as = name',
  'alter table account add column limits_edited_at timestamptz',

  `alter table message
    add column approved_at timestamptz,
    add column approved_by text,
    add constraint message_approved_by_somebody check ((approved_at is null) = (approved_by is null)) not valid`,
  `alter table deal
    add column invite_approved_at timestamptz,
    add column invite_approved_by text,
    add constraint deal_invite_approved_by_somebody check
      ((invite_approved_at is null) = (invite_approved_by is null)) not valid`,
  // Once: of a deal one more draft is written, not one after the other.
  `create table rejected_draft (
    id integer generated always as identity primary key,
    deal_id integer not null constraint rejected_draft_once unique references deal on delete cascade,
    text text not null,
    model text not null,
    drafted_at timestamptz not null,
    rejected_at timestamptz not null,
    rejected_by text not null
  )`,

  // Names, not references: who is removed stays in the log.
  `create table audit_log (
    id integer generated always as identity primary key,
    at timestamptz not null,
    user_name text not null,
    what text not null check (what <> ''),
    target text not null,
    before jsonb not null default '{}',
    after jsonb not null default '{}'
  )`,
];

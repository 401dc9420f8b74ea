import { sql } from 'kysely';
import { type Database, onlyRow } from '../database.ts';

/** Work that is still to come, apart from invitations that nobody may ever answer. */
export interface OpenWork {
  /** Leads not read, embedded or judged yet. */
  unjudged: number;
  /** NEW deals that wait for nothing but their turn. */
  toInvite: number;
  /** Deals whose invitation was looked at fewer than twice. */
  undecided: number;
  /** CONNECTED deals whose text does not wait for a human. */
  toMessage: number;
  /** Acts without an outcome, apart from those that wait for a human. */
  unsettled: number;
}

/** What an observer waits for, over all campaigns; leads count once however many campaigns there are. */
export async function readOpenWork(db: Database, now: Date): Promise<OpenWork> {
  const { rows } = await sql<OpenWork>`
    select
      (select count(*)::int from lead
        where closed_reason is null
          and (enrich_after is null or enrich_after <= ${now})
          and not exists (select 1 from verdict
            where verdict.lead_id = lead.id and verdict.superseded_at is null)) as unjudged,
      (select count(*)::int from deal
        where state = 'NEW' and (act_after is null or act_after <= ${now})) as "toInvite",
      (select count(*)::int from deal
        where state = 'PENDING' and coalesce((next_step ->> 'backoffHours')::float, 0) < 96) as undecided,
      (select count(*)::int from deal where state = 'CONNECTED'
        and not exists (select 1 from message where message.deal_id = deal.id and message.state = 'held')) as "toMessage",
      (select count(*)::int from action
        where state in ('intent', 'started', 'unknown') and needs_human_at is null) as unsettled`.execute(db);
  return onlyRow(rows);
}

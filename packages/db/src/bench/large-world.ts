import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { DB } from '../tables/index.ts';
import { finishedHistory } from './large-world-history.ts';
import { openWork } from './large-world-work.ts';
import type { WorldSize } from './world-size.ts';

/** Not the whole database: others may use it. */
const FILLED = [
  'account',
  'action',
  'campaign',
  'campaign_account',
  'contact',
  'conversation',
  'deal',
  'embedding',
  'event',
  'hand_sent_invite',
  'judgement_tally',
  'lane_closure',
  'lane_schedule',
  'lead',
  'lead_tally',
  'llm_call',
  'message',
  'model_snapshot',
  'outcome',
  'search_keyword',
  'thread_message',
  'vector_tally',
  'verdict',
] as const satisfies readonly (keyof DB)[];

/**
 * Fills an empty schema with everything that is unfinished, and the acts of the last week. Set-based: the
 * server makes the rows. `addFinishedLeads` adds the history.
 */
export async function seedLargeWorld(db: Database, size: WorldSize, model: string, now: Date): Promise<void> {
  for (const statement of openWork(size, model, now)) await withoutGuards(db, statement);
  await settle(db);
}

/** Adds leads whose story is over: four of five were ruled out, the fifth had a deal that is completed or failed. */
export async function addFinishedLeads(
  db: Database,
  count: number,
  now: Date,
  profile?: RawBuilder<unknown>,
): Promise<void> {
  for (const statement of finishedHistory(count, now, profile)) await withoutGuards(db, statement);
  await settle(db);
}

/** What keeps writers apart. Here is only one, and a million rows would each ask in vain. */
const GUARDS = [
  ['action', 'action_fence'],
  ['verdict', 'verdict_holds_lead'],
  ['embedding', 'embedding_holds_lead'],
] as const;

export async function withoutGuards(db: Database, statement: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const turn = async (how: 'disable' | 'enable'): Promise<void> => {
      for (const [table, trigger] of GUARDS)
        await sql`alter table ${sql.table(table)} ${sql.raw(how)} trigger ${sql.id(trigger)}`.execute(trx);
    };
    await turn('disable');
    await statement.execute(trx);
    await turn('enable');
  });
}

/** What autovacuum does in time: statistics for the planner, and pages known to be visible to all. */
export async function settle(db: Database): Promise<void> {
  await sql`vacuum (analyze) ${sql.join(FILLED.map((name) => sql.table(name)))}`.execute(db);
}

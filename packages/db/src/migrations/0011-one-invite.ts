import { type Kysely, sql } from 'kysely';

/**
 * One live invitation for a deal, whichever account sends it: where several accounts work for a campaign, two of
 * them may have chosen the same person before either had said so.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create unique index if not exists action_one_live_invite_of_deal on action (deal_id)
      where kind = 'invite' and state in ('intent', 'started', 'done', 'unknown')`)
    .execute(db);
}

import type { Database } from '../database.ts';

/** What LinkedIn last answered about a person, as it came; null when the profile has not been read. */
export async function readRawProfile(db: Database, leadId: number): Promise<unknown> {
  const row = await db
    .selectFrom('lead_raw_profile')
    .select('raw')
    .where('lead_id', '=', leadId)
    .executeTakeFirst();
  return row?.raw ?? null;
}

import type { Database } from '@fairlead/db/database';

/** A deal as it stands in its table. */
export async function dealRow(db: Database, dealId: number) {
  return await db.selectFrom('deal').selectAll().where('id', '=', dealId).executeTakeFirstOrThrow();
}

/** The whole ledger, oldest first. */
export async function ledgerRows(db: Database) {
  return await db.selectFrom('action').selectAll().orderBy('id').execute();
}

export async function leadRow(db: Database, leadId: number) {
  return await db.selectFrom('lead').selectAll().where('id', '=', leadId).executeTakeFirstOrThrow();
}

/** The kinds of all events, oldest first. */
export async function eventKinds(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('event').select('kind').orderBy('id').execute();
  return rows.map(({ kind }) => kind);
}

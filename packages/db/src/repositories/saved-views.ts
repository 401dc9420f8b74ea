import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A list of leads somebody gave a name. */
export interface SavedView {
  id: number;
  name: string;
  /** The query of the page's address. */
  query: string;
  shared: boolean;
  /** Who saved it. */
  owner: string;
}

export interface NewView {
  name: string;
  query: string;
  shared: boolean;
}

/** What a user sees: their own, and those that others share. In order of name. */
export async function listViews(db: Database, userName: string): Promise<SavedView[]> {
  return await db
    .selectFrom('saved_view')
    .innerJoin('app_user', 'app_user.id', 'saved_view.user_id')
    .select(['saved_view.id', 'saved_view.name', 'query', 'shared', 'app_user.name as owner'])
    .where((eb) => eb.or([eb('app_user.name', '=', userName), eb('shared', '=', true)]))
    .orderBy('saved_view.name')
    .orderBy('saved_view.id')
    .execute();
}

/** Saves a view of a user; one of the same name takes the place of theirs. */
export async function saveView(db: Database, userName: string, view: NewView, now: Date): Promise<void> {
  await db
    .insertInto('saved_view')
    .columns(['user_id', 'name', 'query', 'shared', 'created_at'])
    .expression((eb) =>
      eb
        .selectFrom('app_user')
        .select([
          'id',
          eb.val(view.name).as('name'),
          eb.val(view.query).as('query'),
          eb.val(view.shared).as('shared'),
          eb.val(now).as('created_at'),
        ])
        .where('app_user.name', '=', userName),
    )
    .onConflict((conflict) =>
      conflict
        .expression(sql`user_id, lower(name)`)
        .doUpdateSet({ name: view.name, query: view.query, shared: view.shared }),
    )
    .execute();
}

/** Removes a view of the user's own. False when it is not theirs, or gone. */
export async function removeView(db: Database, userName: string, viewId: number): Promise<boolean> {
  const row = await db
    .deleteFrom('saved_view')
    .where('id', '=', viewId)
    .where('user_id', 'in', (eb) => eb.selectFrom('app_user').select('id').where('name', '=', userName))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

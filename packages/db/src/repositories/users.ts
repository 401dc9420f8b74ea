import type { Database } from '../database.ts';

export type Role = 'owner' | 'operator' | 'viewer';

export interface User {
  id: number;
  name: string;
  role: Role;
  passwordHash: string;
}

export async function findUser(db: Database, name: string): Promise<User | null> {
  const row = await db
    .selectFrom('app_user')
    .select(['id', 'name', 'role', 'password_hash as passwordHash'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}

/** Creates the user, or gives the existing one a new password. */
export async function upsertUser(
  db: Database,
  user: { name: string; passwordHash: string; role: Role },
  now: Date,
): Promise<void> {
  await db
    .insertInto('app_user')
    .values({ name: user.name, password_hash: user.passwordHash, role: user.role, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ password_hash: user.passwordHash }))
    .execute();
}

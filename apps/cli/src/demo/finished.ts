import type { Database } from '@fairlead/db/database';
import { readFunnel } from '@fairlead/db/repositories/funnel';
import { readOpenWork } from '@fairlead/db/repositories/progress';

/** Everybody found is judged and invited, whoever accepted has the message, and no act is unclear. */
export async function isFinished(db: Database, now: Date): Promise<boolean> {
  const { judged } = await readFunnel(db);
  const open = await readOpenWork(db, now);
  return judged > 0 && Object.values(open).every((count) => count === 0);
}

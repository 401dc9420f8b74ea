import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { Misconfigured } from '@fairlead/shared/runtime/errors';

/** Throws `Misconfigured` when no account may act because a human is wanted: a wrong password, a checkpoint. */
export async function failIfStopped(db: Database): Promise<void> {
  const accounts = await listAccounts(db);
  const stopped = accounts.filter(({ health }) => health === 'stopped');
  if (accounts.length === 0 || stopped.length < accounts.length) return;
  throw new Misconfigured(
    stopped.map(({ email, healthReason }) => `The account ${email} is stopped. ${healthReason}`).join('\n'),
    'Correct FAIRLEAD_ACCOUNT_EMAIL and FAIRLEAD_ACCOUNT_PASSWORD, or sign in by hand in a browser and settle what it asks; then start again.',
  );
}

import type { Database } from '@fairlead/db/database';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { type Account, listAccounts } from '@fairlead/db/repositories/accounts';
import { Misconfigured } from '@fairlead/shared/runtime/errors';

/** Lets accounts try again, and type their password once more: the human who asks for it has looked. */
export async function resumeAccounts(db: Database, accounts: readonly Account[]): Promise<void> {
  for (const { id } of accounts) await applyHealthEvent(db, id, { kind: 'human-cleared' });
}

export async function stoppedAccounts(db: Database): Promise<Account[]> {
  return (await listAccounts(db)).filter(({ health }) => health === 'stopped');
}

/**
 * Throws `Misconfigured` when the login of an account was refused before it was ever in: its settings are
 * wrong, and nothing can run. One stopped later is the dashboard's business, and so is a challenge: its page is
 * open in the browser of this very program.
 */
export async function failIfLoginFailed(db: Database): Promise<void> {
  const failed = (await stoppedAccounts(db)).filter(
    ({ selfLeadId, stopCause }) => selfLeadId === null && stopCause === 'signed-out',
  );
  if (failed.length === 0) return;
  throw new Misconfigured(
    failed.map(({ email, healthReason }) => `The account ${email} cannot log in. ${healthReason}`).join('\n'),
    'Correct e-mail and password in ./fairlead init, or in FAIRLEAD_ACCOUNT_EMAIL and FAIRLEAD_ACCOUNT_PASSWORD, and start again.\n' +
      'If both are right, log in by hand in a browser, settle what it asks, then: ./fairlead up --resume',
  );
}

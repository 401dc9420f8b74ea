import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { listCampaigns } from '@fairlead/db/repositories/campaigns';
import { Misconfigured } from '@fairlead/shared/runtime/errors';

/** Throws `Misconfigured` while the database holds nobody who could work, or nothing to work for. */
export async function assertSetUp(db: Database): Promise<void> {
  const accounts = await listAccounts(db);
  const campaigns = await listCampaigns(db);
  const missing = [
    ...(accounts.some(({ active }) => active)
      ? []
      : [accounts.length > 0 ? 'no active account' : 'no account']),
    ...(campaigns.length > 0 ? [] : ['no campaign']),
  ];
  if (missing.length > 0) throw notSetUp(missing);
}

export function notSetUp(missing: readonly string[]): Misconfigured {
  return new Misconfigured(
    `Fairlead is not set up: the database holds ${missing.join(' and ')}.`,
    'Run ./fairlead init, which asks for all there is to know. It takes the answers from the environment too: ./fairlead init --help',
  );
}

import type { Database } from '../database.ts';
import { type Account, listAccounts } from '../repositories/accounts.ts';
import { type Campaign, listCampaigns } from '../repositories/campaigns.ts';

/** An account with all that `init` asks for, its password aside. */
export interface SetUpAccount extends Account {
  country: string | null;
  subscribeNewsletter: boolean;
}

/** What has been set up in the database. */
export interface Setup {
  accounts: readonly SetUpAccount[];
  campaigns: readonly Pick<Campaign, 'id' | 'name' | 'paused'>[];
  /** Names that may sign in to the dashboard. */
  logins: readonly string[];
  /** Whether anybody has been found yet, by these accounts or in a simulation. */
  holdsPeople: boolean;
}

export async function readSetup(db: Database): Promise<Setup> {
  const accounts = await listAccounts(db);
  const more = await db.selectFrom('account').select(['id', 'country', 'subscribe_newsletter']).execute();
  const moreOf = new Map(more.map((row) => [row.id, row]));
  const logins = await db.selectFrom('app_user').select('name').orderBy('id').execute();
  const somebody = await db.selectFrom('lead').select('id').limit(1).executeTakeFirst();
  return {
    accounts: accounts.map((account) => ({
      ...account,
      country: moreOf.get(account.id)?.country ?? null,
      subscribeNewsletter: moreOf.get(account.id)?.subscribe_newsletter ?? false,
    })),
    campaigns: (await listCampaigns(db)).map(({ id, name, paused }) => ({ id, name, paused })),
    logins: logins.map(({ name }) => name),
    holdsPeople: somebody !== undefined,
  };
}

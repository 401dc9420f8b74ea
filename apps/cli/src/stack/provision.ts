import type { Database } from '@fairlead/db/database';
import { findSecretsByEmail, upsertAccount } from '@fairlead/db/repositories/accounts';
import { assignAccount, upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { findUser, upsertUser } from '@fairlead/db/repositories/users';
import { handleFromEmail, passwordContext } from '@fairlead/shared/domain/account';
import type { AccountLimits } from '@fairlead/shared/domain/limits';
import type { WorkingHours } from '@fairlead/shared/domain/working-hours';
import { hashPassword, randomToken, type Vault } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';

/** The account and the campaign the operator described in the environment. */
export interface Provision {
  account: {
    email: string;
    password: Secret;
    country: string | null;
    timeZone: string;
    workingHours: WorkingHours;
    limits: AccountLimits;
    /** Null: no answer. */
    subscribeNewsletter: boolean | null;
  };
  campaign: {
    name: string;
    productDocs: string;
    objective: string;
    bookingLink: string | null;
    followUpTemplate: string;
  };
}

/** Creates or updates account and campaign. Calling it again with the same values changes nothing. */
export async function provision(
  db: Database,
  vault: Vault,
  { account, campaign }: Provision,
  now: Date,
): Promise<{ accountId: number; campaignId: number }> {
  const context = passwordContext(account.email);
  const known = await findSecretsByEmail(db, account.email);
  const changed = !known || vault.open(known.passwordSealed, context) !== account.password.reveal();
  const accountId = await upsertAccount(
    db,
    {
      ...account,
      handle: handleFromEmail(account.email),
      passwordSealed: changed ? vault.seal(account.password.reveal(), context) : known.passwordSealed,
    },
    changed,
    now,
  );
  const campaignId = await upsertCampaign(db, campaign, now);
  await assignAccount(db, campaignId, accountId);
  return { accountId, campaignId };
}

export interface DashboardLogin {
  user: string;
  /** Only one that was made up: the operator knows every other. */
  password: Secret | null;
}

/** Makes sure that somebody can sign in: with the password given, else with one made up and shown once. */
export async function ensureDashboardLogin(
  db: Database,
  name: string,
  given: Secret | undefined,
  now: Date,
): Promise<DashboardLogin> {
  if (!given && (await findUser(db, name))) return { user: name, password: null };
  const password = given ?? new Secret(randomToken(9));
  await upsertUser(db, { name, passwordHash: await hashPassword(password), role: 'owner' }, now);
  return { user: name, password: given ? null : password };
}

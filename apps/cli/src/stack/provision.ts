import type { Database } from '@fairlead/db/database';
import {
  findSecretsByEmail,
  listAccounts,
  setNewsletter,
  setPassword,
  upsertAccount,
} from '@fairlead/db/repositories/accounts';
import { assignAccount, listCampaigns, upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { handleFromEmail, passwordContext } from '@fairlead/shared/domain/account';
import type { AccountLimits } from '@fairlead/shared/domain/limits';
import type { WorkingHours } from '@fairlead/shared/domain/working-hours';
import type { Vault } from '@fairlead/shared/runtime/crypto';
import type { Secret } from '@fairlead/shared/runtime/secret';

export interface DescribedAccount {
  email: string;
  password: Secret;
  country: string | null;
  timeZone: string;
  workingHours: WorkingHours;
  limits: AccountLimits;
  /** Null: no answer. */
  subscribeNewsletter: boolean | null;
}

export interface DescribedCampaign {
  name: string;
  productDocs: string;
  objective: string;
  bookingLink: string | null;
  followUpTemplate: string;
}

/** What the operator described, in the environment or to `init`; null what they did not. */
export interface Provision {
  account: DescribedAccount | null;
  campaign: DescribedCampaign | null;
}

/** Ids of what was described, and which of it was not there before. */
export interface Provisioned {
  accountId: number | null;
  campaignId: number | null;
  created: { account: boolean; campaign: boolean };
}

/**
 * Creates account and campaign where there are none of that e-mail and that name. A known campaign stays as it is, and so
 * does a known account but for its password and an answer about the newsletter: the rest is the dashboard's. What is new is put to work: the account for the
 * campaign described with it, else for all there are, and a campaign the other way round.
 */
export async function provision(
  db: Database,
  vault: Vault,
  { account, campaign }: Provision,
  now: Date,
): Promise<Provisioned> {
  const knownCampaigns = await listCampaigns(db);
  const knownAccounts = await listAccounts(db);
  const accountId = account && (await ensureAccount(db, vault, account, now));
  const campaignId = campaign && (await ensureCampaign(db, campaign, now));
  const created = {
    account: accountId !== null && !knownAccounts.some(({ id }) => id === accountId),
    campaign: campaignId !== null && !knownCampaigns.some(({ id }) => id === campaignId),
  };
  if (created.account || created.campaign) {
    const accountIds = accountId === null ? knownAccounts.map(({ id }) => id) : [accountId];
    // Nobody works for a partner who was not told to.
    const regular = knownCampaigns.filter(({ actionFraction }) => actionFraction === null);
    const campaignIds = campaignId === null ? regular.map(({ id }) => id) : [campaignId];
    for (const campaignId of campaignIds)
      for (const accountId of accountIds) await assignAccount(db, campaignId, accountId);
  }
  return { accountId, campaignId, created };
}

async function ensureAccount(
  db: Database,
  vault: Vault,
  account: DescribedAccount,
  now: Date,
): Promise<number> {
  const known = await findSecretsByEmail(db, account.email);
  if (!known) return await saveAccount(db, vault, account, now);
  const sealed = resealed(vault, account, known.passwordSealed);
  if (sealed) await setPassword(db, known.id, sealed);
  const { subscribeNewsletter: answer } = account;
  if (answer !== null) await setNewsletter(db, known.id, answer, now);
  return known.id;
}

async function ensureCampaign(db: Database, campaign: DescribedCampaign, now: Date): Promise<number> {
  const known = (await listCampaigns(db)).find(({ name }) => name === campaign.name);
  return known?.id ?? (await upsertCampaign(db, campaign, now));
}

/** Creates the account, or gives the one with that e-mail these limits, country, choice and password. Returns its id. */
export async function saveAccount(
  db: Database,
  vault: Vault,
  account: DescribedAccount,
  now: Date,
): Promise<number> {
  const known = await findSecretsByEmail(db, account.email);
  const sealed = resealed(vault, account, known?.passwordSealed);
  const passwordSealed = sealed ?? known?.passwordSealed ?? Buffer.alloc(0);
  const stored = { ...account, handle: handleFromEmail(account.email), passwordSealed };
  return await upsertAccount(db, stored, sealed !== null, now);
}

/** The password sealed; null when the one that is sealed already is the same. */
function resealed(
  vault: Vault,
  { email, password }: DescribedAccount,
  known: Buffer | undefined,
): Buffer | null {
  const context = passwordContext(email);
  if (known && vault.open(known, context) === password.reveal()) return null;
  return vault.seal(password.reveal(), context);
}

import { type AccountHealth, type HealthEvent, nextHealth } from '@fairlead/shared/domain/account';
import type { AccountLimits } from '@fairlead/shared/domain/limits';
import type { Selectable } from 'kysely';
import type { Database } from '../database.ts';
import type { AccountTable } from '../tables/operation-tables.ts';

/** A LinkedIn login that acts. Its secrets are fetched apart, by `getSealedSecrets`. */
export interface Account {
  id: number;
  handle: string;
  email: string;
  timeZone: string;
  limits: AccountLimits;
  active: boolean;
  health: AccountHealth;
  healthReason: string | null;
  selfLeadId: number | null;
  /** When credentials were last typed. */
  loginAt: Date | null;
}

export interface NewAccount {
  handle: string;
  email: string;
  passwordSealed: Buffer;
  country: string | null;
  timeZone: string;
  limits: AccountLimits;
  subscribeNewsletter: boolean;
}

const PUBLIC_COLUMNS = [
  'id',
  'handle',
  'email',
  'time_zone',
  'connect_daily',
  'connect_weekly',
  'follow_up_daily',
  'active',
  'health',
  'health_reason',
  'self_lead_id',
  'login_at',
] as const satisfies readonly (keyof AccountTable)[];

function toAccount(row: Pick<Selectable<AccountTable>, (typeof PUBLIC_COLUMNS)[number]>): Account {
  return {
    id: row.id,
    handle: row.handle,
    email: row.email,
    timeZone: row.time_zone,
    limits: {
      connectDaily: row.connect_daily,
      connectWeekly: row.connect_weekly,
      followUpDaily: row.follow_up_daily,
    },
    active: row.active,
    health: row.health,
    healthReason: row.health_reason,
    selfLeadId: row.self_lead_id,
    loginAt: row.login_at,
  };
}

export async function listAccounts(db: Database): Promise<Account[]> {
  const rows = await db.selectFrom('account').select(PUBLIC_COLUMNS).orderBy('id').execute();
  return rows.map(toAccount);
}

export async function getAccount(db: Database, id: number): Promise<Account | null> {
  const row = await db.selectFrom('account').select(PUBLIC_COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** The handle, numbered when another account has it: two e-mails may share their local part. */
async function freeHandle(db: Database, wanted: string, email: string): Promise<string> {
  const rows = await db.selectFrom('account').select('handle').where('email', '!=', email).execute();
  const taken = new Set(rows.map(({ handle }) => handle));
  let handle = wanted;
  for (let n = 2; taken.has(handle); n++) handle = `${wanted}-${n}`;
  return handle;
}

/** The same where the account is known to exist. */
export async function getAccountOrThrow(db: Database, id: number): Promise<Account> {
  const account = await getAccount(db, id);
  if (!account) throw new Error(`There is no account ${id}.`);
  return account;
}

/**
 * Creates the account, or updates limits and password of the one with that e-mail. A new password
 * forgets the stored session and, being a human's act, lets a stopped account try again.
 */
export async function upsertAccount(
  db: Database,
  account: NewAccount,
  passwordChanged: boolean,
  now: Date,
): Promise<number> {
  const values = {
    password_sealed: account.passwordSealed,
    country: account.country,
    time_zone: account.timeZone,
    connect_daily: account.limits.connectDaily,
    connect_weekly: account.limits.connectWeekly,
    follow_up_daily: account.limits.followUpDaily,
    subscribe_newsletter: account.subscribeNewsletter,
  };
  const handle = await freeHandle(db, account.handle, account.email);
  const freshLogin = { session_sealed: null, login_at: null, health: 'ok' as const, health_reason: null };
  const row = await db
    .insertInto('account')
    .values({ ...values, handle, email: account.email, created_at: now })
    .onConflict((conflict) =>
      conflict.column('email').doUpdateSet(passwordChanged ? { ...values, ...freshLogin } : values),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface SealedSecrets {
  email: string;
  passwordSealed: Buffer;
  sessionSealed: Buffer | null;
}

const SECRET_COLUMNS = [
  'email',
  'password_sealed as passwordSealed',
  'session_sealed as sessionSealed',
] as const;

/** The account's secrets as they are stored: encrypted. */
export async function getSecretsOf(db: Database, id: number): Promise<SealedSecrets> {
  return await db.selectFrom('account').select(SECRET_COLUMNS).where('id', '=', id).executeTakeFirstOrThrow();
}

/** The same by e-mail, with the account's id; null when there is no such account. */
export async function findSecretsByEmail(
  db: Database,
  email: string,
): Promise<(SealedSecrets & { id: number }) | null> {
  const row = await db
    .selectFrom('account')
    .select([...SECRET_COLUMNS, 'id'])
    .where('email', '=', email)
    .executeTakeFirst();
  return row ?? null;
}

export async function saveSession(db: Database, id: number, sessionSealed: Buffer): Promise<void> {
  await db.updateTable('account').set({ session_sealed: sessionSealed }).where('id', '=', id).execute();
}

/**
 * Claims the right to type the credentials: at most once in `minIntervalMs`. False when it was done
 * more recently, and then nobody may.
 */
export async function claimLogin(
  db: Database,
  id: number,
  minIntervalMs: number,
  now: Date,
): Promise<boolean> {
  const row = await db
    .updateTable('account')
    .set({ login_at: now })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('login_at', 'is', null), eb('login_at', '<=', new Date(now.getTime() - minIntervalMs))]),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Makes the caller the one worker of the account: every write to the ledger under an earlier token is
 * refused from now on. Returns the token, greater than any before, also after Redis was wiped.
 */
export async function takeFence(db: Database, id: number): Promise<number> {
  const { fencing_token } = await db
    .updateTable('account')
    .set((eb) => ({ fencing_token: eb('fencing_token', '+', 1) }))
    .where('id', '=', id)
    .returning('fencing_token')
    .executeTakeFirstOrThrow();
  return fencing_token;
}

export async function setSelfLead(db: Database, id: number, leadId: number): Promise<void> {
  await db.updateTable('account').set({ self_lead_id: leadId }).where('id', '=', id).execute();
}

/** Applies an event to the account's health. Returns the state before and after. */
export async function applyHealthEvent(
  db: Database,
  id: number,
  event: HealthEvent,
): Promise<{ changed: boolean; health: AccountHealth }> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('account')
      .select(['health', 'health_reason'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const next = nextHealth({ health: row.health, reason: row.health_reason }, event);
    await trx
      .updateTable('account')
      .set({
        health: next.health,
        health_reason: next.reason,
        // A human who has looked allows one more login.
        ...(event.kind === 'human-cleared' ? { login_at: null } : {}),
      })
      .where('id', '=', id)
      .execute();
    return { changed: next.health !== row.health, health: next.health };
  });
}

import type { HealthState } from '@fairlead/shared/domain/account-health';
import type { AccountLimits } from '@fairlead/shared/domain/limits';
import type { WorkingHours } from '@fairlead/shared/domain/working-hours';
import { type Selectable, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { AccountTable } from '../tables/operation-tables.ts';
import { forgottenHealth, HEALTH_COLUMNS, toHealthState } from './account-health.ts';

/** A LinkedIn login that acts. Its secrets are fetched apart, by `getSealedSecrets`. */
export interface Account {
  id: number;
  handle: string;
  email: string;
  timeZone: string;
  workingHours: WorkingHours;
  limits: AccountLimits;
  active: boolean;
  health: HealthState['health'];
  healthReason: string | null;
  stopCause: HealthState['cause'];
  breaker: HealthState['breaker'];
  /** Null while it may write. */
  writesPause: HealthState['writesPause'];
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
  workingHours: WorkingHours;
  limits: AccountLimits;
  /** The operator's answer; null when they gave none: a known account keeps what it has, a new one has no. */
  subscribeNewsletter: boolean | null;
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
  'self_lead_id',
  'login_at',
  'working_days',
  'works_from_minute',
  'works_until_minute',
  ...HEALTH_COLUMNS,
] as const satisfies readonly (keyof AccountTable)[];

function toAccount(row: Pick<Selectable<AccountTable>, (typeof PUBLIC_COLUMNS)[number]>): Account {
  const { health, reason, cause, breaker, writesPause } = toHealthState(row);
  return {
    id: row.id,
    handle: row.handle,
    email: row.email,
    timeZone: row.time_zone,
    workingHours: {
      days: row.working_days,
      fromMinute: row.works_from_minute,
      untilMinute: row.works_until_minute,
    },
    limits: {
      connectDaily: row.connect_daily,
      connectWeekly: row.connect_weekly,
      followUpDaily: row.follow_up_daily,
    },
    active: row.active,
    health,
    healthReason: reason,
    stopCause: cause,
    breaker,
    writesPause,
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
 * Creates the account, or updates limits and password of the one with that e-mail. Its time zone and hours
 * are those of its creation until `setSchedule`; limits that somebody edited stay as they are. A new password forgets the stored session and, being a
 * human's act, lets a stopped account try again.
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
  };
  const answer = newsletterColumns(account.subscribeNewsletter, now);
  const limits = limitColumns(account.limits);
  const handle = await freeHandle(db, account.handle, account.email);
  const created = { time_zone: account.timeZone, ...hourColumns(account.workingHours), created_at: now };
  const freshLogin = { session_sealed: null, login_at: null, ...forgottenHealth() };
  const row = await db
    .insertInto('account')
    .values({
      ...values,
      ...limits,
      ...answer.created,
      ...created,
      handle,
      email: account.email,
    })
    .onConflict((conflict) =>
      conflict.column('email').doUpdateSet({
        ...values,
        ...answer.updated,
        connect_daily: unlessEdited('connect_daily'),
        connect_weekly: unlessEdited('connect_weekly'),
        follow_up_daily: unlessEdited('follow_up_daily'),
        ...(passwordChanged ? freshLogin : {}),
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** No answer changes none; when the first was given stays. */
function newsletterColumns(answer: boolean | null, now: Date) {
  if (answer === null) return { created: { subscribe_newsletter: false }, updated: {} };
  const first = sql<Date>`coalesce(account.newsletter_decided_at, excluded.newsletter_decided_at)`;
  return {
    created: { subscribe_newsletter: answer, newsletter_decided_at: now },
    updated: { subscribe_newsletter: answer, newsletter_decided_at: first },
  };
}

function limitColumns({ connectDaily, connectWeekly, followUpDaily }: AccountLimits) {
  return { connect_daily: connectDaily, connect_weekly: connectWeekly, follow_up_daily: followUpDaily };
}

function unlessEdited(column: keyof ReturnType<typeof limitColumns>) {
  const [given, stored] = [sql.ref<number>(`excluded.${column}`), sql.ref<number>(`account.${column}`)];
  return sql<number>`case when account.limits_edited_at is null then ${given} else ${stored} end`;
}

/** How much the account may do from now on, for all its campaigns together. False when there is no such account. */
export async function setLimits(
  db: Database,
  id: number,
  limits: AccountLimits,
  now: Date,
): Promise<boolean> {
  const row = await db
    .updateTable('account')
    .set({ ...limitColumns(limits), limits_edited_at: now })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function hourColumns({ days, fromMinute, untilMinute }: WorkingHours) {
  return { working_days: [...days], works_from_minute: fromMinute, works_until_minute: untilMinute };
}

/** When the account works from now on, and by which clock. False when there is no such account. */
export async function setSchedule(
  db: Database,
  id: number,
  timeZone: string,
  hours: WorkingHours,
): Promise<boolean> {
  const row = await db
    .updateTable('account')
    .set({ time_zone: timeZone, ...hourColumns(hours) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
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

import type { Database } from '@fairlead/db/database';
import {
  claimLogin,
  getAccountOrThrow,
  getSecretsOf,
  saveSession,
  setSelfLead,
} from '@fairlead/db/repositories/accounts';
import { recordEvent } from '@fairlead/db/repositories/events';
import { discoverLeads, recordSelf } from '@fairlead/db/repositories/leads';
import { passwordContext, sessionContext } from '@fairlead/shared/domain/account';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Vault } from '@fairlead/shared/runtime/crypto';
import { SessionLost, Throttled } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import type { LinkedInDriver, OnDiscovered, SessionState } from '../driver/port.ts';

/** Opens a browser context on a stored session, or on none, in the account's IANA time zone. */
export type OpenDriver = (
  state: SessionState | null,
  onDiscovered: OnDiscovered,
  timeZone: string,
) => Promise<LinkedInDriver>;

export interface AccountSessionOptions {
  accountId: number;
  db: Database;
  vault: Vault;
  clock: Clock;
  log: Logger;
  openDriver: OpenDriver;
  maxLeads: number | null;
}

/** The one logged-in browser context of an account. */
export interface AccountSession {
  /** Opens the browser context and logs in, if that was not done yet. Throws like `use`. */
  open(): Promise<void>;
  /**
   * Lends the driver for one job, logged in. A session lost on the way is renewed once: the job is put
   * back (`Throttled`) and starts over. `SessionLost` means that a human is wanted.
   */
  use<T>(work: (driver: LinkedInDriver) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// Credentials typed more often than this look like an attack, and to LinkedIn like a robot.
const MIN_LOGIN_INTERVAL_MS = HOUR_MS;
const RETRY_AFTER_RENEWAL_MS = 60_000;

export function createAccountSession(options: AccountSessionOptions): AccountSession {
  const { accountId, db, vault, clock, log } = options;
  const discovered = new Set<string>();
  let opening: Promise<LinkedInDriver> | null = null;

  const persist = async (current: LinkedInDriver): Promise<void> => {
    const state = JSON.stringify(await current.sessionState());
    await saveSession(db, accountId, vault.seal(state, sessionContext(accountId)));
  };

  const logIn = async (current: LinkedInDriver): Promise<void> => {
    const secrets = await getSecretsOf(db, accountId);
    if (!(await claimLogin(db, accountId, MIN_LOGIN_INTERVAL_MS, clock.now()))) {
      throw new SessionLost('The login is gone, and the password was typed less than an hour ago.');
    }
    const password = new Secret(vault.open(secrets.passwordSealed, passwordContext(secrets.email)));
    log.info({ accountId }, 'logging in');
    await current.login({ email: secrets.email, password: password.reveal() });
    await persist(current);
    await recordEvent(db, { kind: 'account.logged-in', accountId }, clock.now());
  };

  const open = async (): Promise<LinkedInDriver> => {
    const { sessionSealed } = await getSecretsOf(db, accountId);
    const state = sessionSealed
      ? (JSON.parse(vault.open(sessionSealed, sessionContext(accountId))) as SessionState)
      : null;
    const { timeZone } = await getAccountOrThrow(db, accountId);
    const onDiscovered: OnDiscovered = (ids) => {
      for (const id of ids) discovered.add(id);
    };
    const current = await options.openDriver(state, onDiscovered, timeZone);
    try {
      if (!(await current.isLoggedIn())) await logIn(current);
      await rememberSelf(options, current);
    } catch (error) {
      await current.close();
      throw error;
    }
    return current;
  };

  const flushDiscovered = async (): Promise<void> => {
    if (discovered.size === 0) return;
    const ids = [...discovered];
    discovered.clear();
    const found = await discoverLeads(db, ids, clock.now(), options.maxLeads);
    if (found > 0) log.debug({ accountId, found }, 'discovered');
  };

  /** One context however many ask; a failure is not remembered, nor a browser that died. */
  const opened = async (): Promise<LinkedInDriver> => {
    const last = opening;
    const current = await last?.catch(() => null);
    if (current?.isGone() && opening === last) opening = null;
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return await opening;
  };

  return {
    async open() {
      await opened();
    },
    async use(work) {
      const driver = await opened();
      try {
        return await work(driver);
      } catch (error) {
        if (!(error instanceof SessionLost)) throw error;
        await logIn(driver);
        throw new Throttled(
          'The session was renewed; the job starts over.',
          new Date(clock.now().getTime() + RETRY_AFTER_RENEWAL_MS),
          { cause: error },
        );
      } finally {
        await flushDiscovered();
      }
    },
    async close() {
      const driver = await opening?.catch(() => null);
      opening = null;
      if (!driver) return;
      try {
        if (!driver.isGone()) await persist(driver);
      } finally {
        await driver.close();
      }
    },
  };
}

/** Nobody invites themselves: the account's own profile is a disqualified lead. */
async function rememberSelf(
  { accountId, db, clock }: AccountSessionOptions,
  driver: LinkedInDriver,
): Promise<void> {
  const { profile, raw } = await driver.whoAmI();
  const leadId = await db.transaction().execute((trx) => recordSelf(trx, profile, raw, clock.now()));
  await setSelfLead(db, accountId, leadId);
}

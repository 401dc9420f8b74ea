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
import { DEFAULT_DRIFT_RULE, type DriftRule } from '@fairlead/shared/domain/drift';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';
import type { Vault } from '@fairlead/shared/runtime/crypto';
import { Checkpoint, SessionLost, Throttled } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { Secret } from '@fairlead/shared/runtime/secret';
import { DEFAULT_DEADLINES, type Deadlines, withDeadlines } from '../driver/deadlines.ts';
import type { OnProbe } from '../driver/inspection.ts';
import type { LinkedInDriver, OnDiscovered, SessionState } from '../driver/port.ts';
import { createDriftWatch } from './drift-watch.ts';

/** What the account wants of a browser context. */
export interface DriverWishes {
  /** Null for none. */
  state: SessionState | null;
  onDiscovered: OnDiscovered;
  onProbe: OnProbe;
  /** IANA name. */
  timeZone: string;
}

export type OpenDriver = (wishes: DriverWishes) => Promise<LinkedInDriver>;

export interface AccountSessionOptions {
  accountId: number;
  db: Database;
  vault: Vault;
  clock: Clock;
  log: Logger;
  openDriver: OpenDriver;
  maxLeads: number | null;
  deadlines?: Deadlines;
  driftRule?: DriftRule;
}

/** The one browser context of an account. */
export interface AccountSession {
  /** Opens the browser context and logs in, if that was not done yet. Throws like `use`. */
  open(): Promise<void>;
  /**
   * Lends the driver for one job, logged in. A session lost on the way is renewed once: the job is put
   * back (`Throttled`) and starts over. `SessionLost` and `Checkpoint` mean that a human is wanted: the page
   * stays open for them.
   */
  use<T>(work: (driver: LinkedInDriver) => Promise<T>): Promise<T>;
  /** Opens a page for a human where none is open, with whatever the site shows. Types nothing. */
  openForHuman(): Promise<void>;
  /**
   * Whether the page that was left to a human shows a member's page by now; its session is then stored. Reads
   * the open page as it is: nothing is opened, clicked or typed.
   */
  isAnswered(): Promise<boolean>;
  close(): Promise<void>;
}

// Credentials typed more often than this look like an attack, and to LinkedIn like a robot.
const MIN_LOGIN_INTERVAL_MS = HOUR_MS;
const RETRY_AFTER_RENEWAL_MS = 60_000;
/** Real milliseconds: cookies change while it works, and a page that is killed cannot be asked for them. */
const STORE_EVERY_MS = 15 * 60_000;

export function createAccountSession(options: AccountSessionOptions): AccountSession {
  const { accountId, db, vault, clock, log } = options;
  const { deadlines = DEFAULT_DEADLINES, driftRule = DEFAULT_DRIFT_RULE } = options;
  const discovered = new Set<string>();
  /** The context that is open, logged in or not. */
  let context: LinkedInDriver | null = null;
  let opening: Promise<LinkedInDriver> | null = null;
  let sinceStoredMs = elapsedTimer();

  const drift = createDriftWatch({
    accountId,
    db,
    clock,
    log,
    rule: driftRule,
    captureEvidence: async () => (context && !context.isGone() ? await context.captureEvidence() : null),
  });

  const persist = async (current: LinkedInDriver): Promise<void> => {
    const state = JSON.stringify(await current.sessionState());
    await saveSession(db, accountId, vault.seal(state, sessionContext(accountId)));
    sinceStoredMs = elapsedTimer();
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

  /** The open context, or a new one on the stored session. */
  const contextOrNew = async (): Promise<LinkedInDriver> => {
    if (context && !context.isGone()) return context;
    const { sessionSealed } = await getSecretsOf(db, accountId);
    const state = sessionSealed
      ? (JSON.parse(vault.open(sessionSealed, sessionContext(accountId))) as SessionState)
      : null;
    const { timeZone } = await getAccountOrThrow(db, accountId);
    const onDiscovered: OnDiscovered = (ids) => {
      for (const id of ids) discovered.add(id);
    };
    const driver = await options.openDriver({ state, onDiscovered, onProbe: drift.onProbe, timeZone });
    context = drift.watched(withDeadlines(driver, deadlines, clock, log));
    return context;
  };

  const discard = async (current: LinkedInDriver): Promise<void> => {
    if (context === current) context = null;
    await current.close();
  };

  const open = async (): Promise<LinkedInDriver> => {
    const current = await contextOrNew();
    try {
      if (!(await current.isLoggedIn())) await logIn(current);
      await rememberSelf(options, current);
    } catch (error) {
      // What only a human can answer stays open for them.
      if (!(error instanceof Checkpoint || error instanceof SessionLost)) await discard(current);
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
        const result = await work(driver);
        if (sinceStoredMs() > STORE_EVERY_MS) await persist(driver);
        return result;
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
    async openForHuman() {
      if (context && !context.isGone()) return;
      const current = await contextOrNew();
      // Wherever this leads is what the human is to see.
      await current.isLoggedIn().catch(() => false);
    },
    async isAnswered() {
      if (!context || context.isGone() || !(await context.showsMember())) return false;
      await persist(context);
      return true;
    },
    async close() {
      const driver = await opening?.catch(() => null);
      const left = context;
      opening = null;
      context = null;
      if (!left) return;
      try {
        if (driver && !left.isGone()) await persist(left);
      } finally {
        await left.close();
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

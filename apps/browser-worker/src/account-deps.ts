import type { Database, Tx } from '@fairlead/db/database';
import type { Account } from '@fairlead/db/repositories/accounts';
import { getAccount } from '@fairlead/db/repositories/accounts';
import type { DealTarget } from '@fairlead/db/repositories/deals';
import { restOf, writesPausedBecause } from '@fairlead/shared/domain/account-rest';
import { isWriteLane, type Lane } from '@fairlead/shared/domain/lane';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { FairleadError, PageHung, SkipProfile, Stale } from '@fairlead/shared/runtime/errors';
import type { ConnectionState, LinkedInDriver, Person } from './driver/port.ts';
import type { Ledger } from './ledger/port.ts';
import type { WatchAct } from './ledger/watched-act.ts';
import type { AccountSession } from './session/account-session.ts';

/** All the browser lanes of one account share. */
export interface AccountDeps {
  db: Database;
  limiter: Limiter;
  clock: Clock;
  session: AccountSession;
  /** The ledger, under the fencing token with which this process works the account. */
  ledger: Ledger<Tx>;
  watchAct: WatchAct;
  fencingToken: number;
  /** Real milliseconds since this process took the account over. */
  sinceTakeoverMs: () => number;
  /** Between two profile reads, on our clock. */
  readIntervalMs: number;
  /** Nobody is discovered beyond so many leads; null for no end. */
  maxLeads: number | null;
}

/** The account, if it may still act; a job planned before it was stopped, or before its hours ended, is stale. */
export async function usableAccount(
  { db, clock }: Pick<AccountDeps, 'db' | 'clock'>,
  accountId: number,
  lane: Lane,
): Promise<Account> {
  const account = await getAccount(db, accountId);
  if (!account?.active || account.health !== 'ok') throw new Stale('The account may not act.');
  const rest = restOf(account, clock.now());
  if (rest) throw new Stale(`The account rests: ${rest.reason}.`);
  const paused = isWriteLane(lane) ? writesPausedBecause(account.writesPause) : null;
  if (paused !== null) throw new Stale(`The account only reads: ${paused}.`);
  return account;
}

/** How long a person whose page failed is left alone, so that everybody else has their turn. */
const SET_ASIDE_MS = HOUR_MS;

/**
 * Runs what is done about one person. When their page hangs or fails in a way nobody expected, `setAside` is told
 * until when to leave them alone; the error goes on, for the job's sake.
 */
export async function sparing<T>(
  clock: Clock,
  setAside: (until: Date) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isAboutPage = error instanceof PageHung || !(error instanceof FairleadError);
    if (isAboutPage) await setAside(new Date(clock.now().getTime() + SET_ASIDE_MS));
    throw error;
  }
}

export function personOf(deal: DealTarget): Person {
  return { urn: deal.urn, publicId: deal.publicId, fullName: deal.profile.fullName };
}

/** What the person's page shows; `inaccessible` when LinkedIn does not show it to us. */
export async function readState(
  driver: LinkedInDriver,
  deal: DealTarget,
): Promise<ConnectionState | 'inaccessible'> {
  try {
    return await driver.connectionState(personOf(deal));
  } catch (error) {
    if (error instanceof SkipProfile) return 'inaccessible';
    throw error;
  }
}

import type { Database, Tx } from '@fairlead/db/database';
import type { Account } from '@fairlead/db/repositories/accounts';
import { getAccount } from '@fairlead/db/repositories/accounts';
import type { DealTarget } from '@fairlead/db/repositories/deals';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import type { Clock } from '@fairlead/shared/runtime/clock';
import { SkipProfile, Stale } from '@fairlead/shared/runtime/errors';
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
}

/** The account, if it may still act; a job planned before it was stopped is stale. */
export async function usableAccount(db: Database, accountId: number): Promise<Account> {
  const account = await getAccount(db, accountId);
  if (!account?.active || account.health !== 'ok') throw new Stale('The account may not act.');
  return account;
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

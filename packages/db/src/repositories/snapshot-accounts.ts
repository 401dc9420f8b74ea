import { restOf, writesPausedBecause } from '@fairlead/shared/domain/account-rest';
import type { AccountFacts } from '@fairlead/shared/domain/snapshot';
import type { Database } from '../database.ts';
import { type Account, listAccounts } from './accounts.ts';
import { readFreeAt } from './free-at.ts';
import { closuresAt, type LaneClosure } from './schedule.ts';

/** What the plan knows of every account, in the order of their ids. */
export async function readAccountFacts(db: Database, now: Date): Promise<AccountFacts[]> {
  const accounts = await listAccounts(db);
  const closures = Map.groupBy(await closuresAt(db, now), ({ accountId }) => accountId);
  const invite = await readFreeAt(db, 'invite', accounts, now);
  const message = await readFreeAt(db, 'message', accounts, now);
  return accounts.map((account) => ({
    id: account.id,
    handle: account.handle,
    unusableBecause: unusableBecause(account),
    rest: restOf(account, now),
    writesPausedBecause: writesPausedBecause(account.writesPause),
    freeAt: { invite: invite.get(account.id) ?? null, message: message.get(account.id) ?? null },
    closedLanes: closedLanes(closures.get(account.id) ?? []),
  }));
}

function unusableBecause(account: Account): string | null {
  if (!account.active) return 'the account is switched off';
  return account.health === 'ok' ? null : (account.healthReason ?? 'the account is stopped');
}

function closedLanes(closures: readonly LaneClosure[]): AccountFacts['closedLanes'] {
  return Object.fromEntries(closures.map(({ lane, until, reason }) => [lane, { until, reason }]));
}

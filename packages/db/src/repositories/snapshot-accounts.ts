import { restOf, writesPausedBecause } from '@fairlead/shared/domain/account-rest';
import type { AccountFacts } from '@fairlead/shared/domain/snapshot';
import type { Database } from '../database.ts';
import { type Account, listAccounts } from './accounts.ts';
import { type LimitState, readLimitStates } from './limit-states.ts';
import { closuresAt, type LaneClosure } from './schedule.ts';

/** What the plan knows of every account, in the order of their ids. */
export async function readAccountFacts(db: Database, now: Date): Promise<AccountFacts[]> {
  const accounts = await listAccounts(db);
  const closures = Map.groupBy(await closuresAt(db, now), ({ accountId }) => accountId);
  const states = {
    invite: await readLimitStates(db, 'invite', accounts, now),
    message: await readLimitStates(db, 'message', accounts, now),
  };
  return accounts.map((account) => ({
    id: account.id,
    handle: account.handle,
    unusableBecause: unusableBecause(account),
    rest: restOf(account, now),
    writesPausedBecause: writesPausedBecause(account.writesPause),
    ...limitFacts(known(states.invite, account.id), known(states.message, account.id)),
    closedLanes: closedLanes(closures.get(account.id) ?? []),
  }));
}

function limitFacts(
  invite: LimitState,
  message: LimitState,
): Pick<AccountFacts, 'freeAt' | 'room' | 'lastActs'> {
  return {
    freeAt: { invite: invite.freeAt, message: message.freeAt },
    room: { invite: invite.room, message: message.room },
    lastActs: { invite: invite.lastActs, message: message.lastActs },
  };
}

function known(states: ReadonlyMap<number, LimitState>, accountId: number): LimitState {
  const state = states.get(accountId);
  if (!state) throw new RangeError(`The limits of account ${accountId} were not read.`);
  return state;
}

function unusableBecause(account: Account): string | null {
  if (!account.active) return 'the account is switched off';
  return account.health === 'ok' ? null : (account.healthReason ?? 'the account is stopped');
}

function closedLanes(closures: readonly LaneClosure[]): AccountFacts['closedLanes'] {
  return Object.fromEntries(closures.map(({ lane, until, reason }) => [lane, { until, reason }]));
}

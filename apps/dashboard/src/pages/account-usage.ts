import type { Database } from '@fairlead/db/database';
import { type Account, listAccounts } from '@fairlead/db/repositories/accounts';
import { closuresAt, type LaneClosure } from '@fairlead/db/repositories/schedule';
import { readQuotaUse } from '@fairlead/db/views/limit-use';
import { type Rest, restOf } from '@fairlead/shared/domain/account-rest';
import { DAY_MS, type LimitedKind } from '@fairlead/shared/domain/limits';
import { describeWorkingHours, timeOf } from '@fairlead/shared/domain/working-hours';

/** How much of a limit is used. */
export interface UsedLimit {
  name: string;
  used: number;
  max: number;
  /** 0 to 1. */
  share: number;
}

export interface AccountUsage extends Account {
  /** Null while it works. */
  rest: Rest | null;
  /** What `parseWorkingHours` reads. */
  hours: string;
  /** `09:00` */
  from: string;
  until: string;
  limitsUsed: UsedLimit[];
  closedLanes: LaneClosure[];
}

const KINDS: readonly { kind: LimitedKind; name: string }[] = [
  { kind: 'invite', name: 'Invitations' },
  { kind: 'message', name: 'Follow-ups' },
];

/** Every account with what it spent of its limits, counted from the ledger as the scheduler does. */
export async function accountUsage(db: Database, now: Date): Promise<AccountUsage[]> {
  const closures = await closuresAt(db, now);
  const accounts = await listAccounts(db);
  return await Promise.all(
    accounts.map(async (account) => {
      const limits = await Promise.all(
        KINDS.map(({ kind, name }) => usedLimits(db, account, kind, name, now)),
      );
      const { fromMinute, untilMinute } = account.workingHours;
      return {
        ...account,
        rest: restOf(account, now),
        hours: describeWorkingHours(account.workingHours),
        from: timeOf(fromMinute),
        until: timeOf(untilMinute),
        limitsUsed: limits.flat(),
        closedLanes: closures.filter(({ accountId }) => accountId === account.id),
      };
    }),
  );
}

async function usedLimits(
  db: Database,
  account: Account,
  kind: LimitedKind,
  name: string,
  now: Date,
): Promise<UsedLimit[]> {
  const quotas = await readQuotaUse(db, account, kind, now);
  return quotas.map(({ windowMs, max, used }) => {
    const window = windowMs === DAY_MS ? '24 h' : '7 d';
    return { name: `${name}, ${window}`, used, max, share: max === 0 ? 1 : Math.min(1, used / max) };
  });
}

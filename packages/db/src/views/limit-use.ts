import { type LimitedKind, type Quota, quotasFor } from '@fairlead/shared/domain/limits';
import type { Database } from '../database.ts';
import type { Account } from '../repositories/accounts.ts';
import { isByHand, spentActions } from '../repositories/spent.ts';

/** A window of a limit, and how many actions count against it now. */
export interface QuotaUse extends Quota {
  used: number;
  /** Those of the used that the operator took, not we. */
  byHand: number;
}

/** What the account spent of each window of one kind of action, counted from the ledger. */
export async function readQuotaUse(
  db: Database,
  account: Pick<Account, 'id' | 'limits'>,
  kind: LimitedKind,
  now: Date,
): Promise<QuotaUse[]> {
  const quotas = quotasFor(kind, account.limits);
  const spent = await spentActions(db, account.id, kind, quotas, now);
  return quotas.map(({ windowMs, max }) => {
    const inside = spent.filter(({ at }) => at.getTime() > now.getTime() - windowMs);
    const byHand = inside.filter(({ token }) => isByHand(token));
    return { windowMs, max, used: inside.length, byHand: byHand.length };
  });
}

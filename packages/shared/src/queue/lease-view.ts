import { accountLeaseKey } from './catalog.ts';
import type { Redis } from './connection.ts';

/** Which of the accounts some browser worker holds now. */
export async function heldAccounts(
  redis: Redis,
  prefix: string,
  accountIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const held = await Promise.all(accountIds.map((id) => redis.exists(accountLeaseKey(id, prefix))));
  return new Set(accountIds.filter((_, i) => held[i] === 1));
}

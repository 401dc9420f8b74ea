import { recordSentList, sentListReadAt } from '@fairlead/db/repositories/spent';
import { HOUR_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import type { AccountDeps } from '../account-deps.ts';
import type { LinkedInDriver } from '../driver/port.ts';

// Each look is one more page that a person would not open as often.
const LOOK_EVERY_MS = 6 * HOUR_MS;

/** Invitations the operator sends by hand spend the same limits: they are read from the sent list now and then. */
export async function countHandSent(
  { db, clock, limiter }: Pick<AccountDeps, 'db' | 'clock' | 'limiter'>,
  driver: LinkedInDriver,
  accountId: number,
): Promise<void> {
  const readAt = await sentListReadAt(db, accountId);
  const nowMs = clock.now().getTime();
  if (readAt !== null && Math.abs(nowMs - readAt.getTime()) < LOOK_EVERY_MS) return;
  const listed = await driver.sentInvitations(WEEK_MS);
  const invites = listed.map(({ publicId, ageMs }) => ({ publicId, sentAt: new Date(nowMs - ageMs) }));
  await limiter.count(accountId, 'invite', await recordSentList(db, accountId, invites, clock.now()));
}

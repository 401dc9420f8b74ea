import type { FollowUpTarget } from '@fairlead/db/repositories/deals';
import { listRestorations, type Restoration } from '@fairlead/db/repositories/restorations';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { type AccountDeps, personOf } from '../account-deps.ts';
import type { BeforeClick, LinkedInDriver, ThreadMessage, WriteOutcome } from '../driver/port.ts';
import { keepRead } from '../inbox/keep-inbox.ts';

// LinkedIn's clock need not agree with ours, and the old system may have been stopped a little late.
const MARGIN_MS = HOUR_MS;

/**
 * Sends the frozen text, unless a life of this database that is lost wrote to the person: then whatever it
 * wrote stands, and is `done`. Only a restored database looks, in the thread.
 */
export async function sendOnce(
  deps: Pick<AccountDeps, 'db' | 'clock'>,
  driver: LinkedInDriver,
  accountId: number,
  deal: FollowUpTarget,
  beforeClick: BeforeClick,
): Promise<WriteOutcome> {
  const restorations = await listRestorations(deps.db);
  const thread = restorations.length > 0 ? await driver.readThread(personOf(deal)) : [];
  await keepRead(deps, { accountId, leadId: deal.leadId }, thread);
  const sent = thread.find((message) => restorations.some((each) => mayBeFrom(each, message)));
  if (sent) {
    const sentAt = sent.sentAt?.toISOString() ?? null;
    return { kind: 'done', evidence: { sentBeforeRestoration: sent.text, sentAt } };
  }
  return await driver.sendMessage(personOf(deal), deal.text, beforeClick);
}

/** A message without an exact time may be from any life. */
function mayBeFrom({ backedUpAt, restoredAt }: Restoration, { fromSelf, sentAt }: ThreadMessage): boolean {
  if (!fromSelf || sentAt === null) return fromSelf;
  const [fromMs, toMs] = [backedUpAt.getTime() - MARGIN_MS, restoredAt.getTime() + MARGIN_MS];
  return sentAt.getTime() >= fromMs && sentAt.getTime() <= toMs;
}

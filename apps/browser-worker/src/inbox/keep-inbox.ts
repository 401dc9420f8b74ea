import {
  claimInboxReading,
  dealtLeads,
  keepThread,
  type ThreadOf,
} from '@fairlead/db/repositories/thread-messages';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { coerceError, FairleadError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { AccountDeps } from '../account-deps.ts';
import type { Conversation, LinkedInDriver, ThreadMessage } from '../driver/port.ts';

// A person does not look more often either.
const EVERY_MS = HOUR_MS;

/**
 * Looks at the account's conversations, at most once an hour, and keeps the last words of people it has a deal with;
 * nobody else's. It opens none, so that they stay unread for the operator. The job has done its work by now, so
 * only what concerns the whole account is thrown.
 */
export async function keepInbox(
  deps: Pick<AccountDeps, 'db' | 'clock'>,
  accountId: number,
  driver: LinkedInDriver,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  if (!(await claimInboxReading(deps.db, accountId, EVERY_MS, deps.clock.now()))) return;
  try {
    await keepLastWords(deps, accountId, await driver.recentConversations());
  } catch (thrown) {
    if (thrown instanceof FairleadError) throw thrown;
    log.warn({ err: coerceError(thrown) }, 'the inbox could not be read');
  }
}

async function keepLastWords(
  deps: Pick<AccountDeps, 'db' | 'clock'>,
  accountId: number,
  conversations: readonly Conversation[],
): Promise<void> {
  const leads = await dealtLeads(
    deps.db,
    accountId,
    conversations.flatMap(({ urn }) => urn ?? []),
  );
  for (const { urn, last, lastActivityAt } of conversations) {
    const leadId = urn === null ? undefined : leads.get(urn);
    if (leadId === undefined || last === null || last.fromSelf === null) continue;
    const message = { fromSelf: last.fromSelf, text: last.text, sentAt: lastActivityAt };
    await keepRead(deps, { accountId, leadId }, [message]);
  }
}

/** Keeps a thread that was read for whatever reason. */
export async function keepRead(
  { db, clock }: Pick<AccountDeps, 'db' | 'clock'>,
  thread: ThreadOf,
  messages: readonly ThreadMessage[],
): Promise<void> {
  await db.transaction().execute((trx) => keepThread(trx, thread, messages, clock.now()));
}

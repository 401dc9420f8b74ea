import type { DealTarget } from '@fairlead/db/repositories/deals';
import { getMessageText } from '@fairlead/db/repositories/messages';
import type { OpenAction } from '@fairlead/db/repositories/open-actions';
import { WEEK_MS } from '@fairlead/shared/domain/limits';
import { coerceError, FairleadError, SkipProfile } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, personOf, readState } from '../account-deps.ts';
import type { Evidence, LinkedInDriver } from '../driver/port.ts';
import { keepRead } from '../inbox/keep-inbox.ts';

/** What reading LinkedIn proves of an act: it was done, it was not, or neither. */
export type Reading =
  | { kind: 'done'; evidence: Evidence }
  | { kind: 'not-done'; evidence: Evidence }
  | { kind: 'unknown'; reason: string; evidence: Evidence };

/**
 * Looks up on LinkedIn whether an act was done. What cannot be read is `unknown`: one person's page must
 * not hold up everything else. Throws only what concerns the whole account.
 */
export async function readBack(
  deps: Pick<AccountDeps, 'db' | 'clock'>,
  driver: LinkedInDriver,
  action: OpenAction,
  deal: DealTarget,
): Promise<Reading> {
  try {
    return action.kind === 'message'
      ? await readMessage(deps, driver, action, deal)
      : await readInvite(driver, deal);
  } catch (thrown) {
    if (thrown instanceof FairleadError && !(thrown instanceof SkipProfile)) throw thrown;
    return { kind: 'unknown', reason: coerceError(thrown).message, evidence: {} };
  }
}

/** The person's page decides; where it offers to connect, or tells nothing, the sent list has the last word. */
async function readInvite(driver: LinkedInDriver, deal: DealTarget): Promise<Reading> {
  const state = await readState(driver, deal);
  if (state === 'pending' || state === 'connected') return { kind: 'done', evidence: { readBack: state } };
  const isListed = await isOnSentList(driver, deal);
  const evidence = { readBack: state, sentList: isListed };
  if (isListed) return { kind: 'done', evidence };
  if (state === 'connectable') return { kind: 'not-done', evidence };
  return { kind: 'unknown', reason: `The page shows ${state}.`, evidence };
}

async function isOnSentList(driver: LinkedInDriver, { publicId }: DealTarget): Promise<boolean> {
  const sent = await driver.sentInvitations(WEEK_MS);
  return sent.some((invitation) => invitation.publicId === publicId);
}

async function readMessage(
  deps: Pick<AccountDeps, 'db' | 'clock'>,
  driver: LinkedInDriver,
  { messageId, accountId, leadId }: OpenAction,
  deal: DealTarget,
): Promise<Reading> {
  const text = messageId === null ? null : await getMessageText(deps.db, messageId);
  const thread = await driver.readThread(personOf(deal));
  await keepRead(deps, { accountId, leadId }, thread);
  const isThere = thread.some((message) => message.fromSelf && message.text.trim() === text?.trim());
  const evidence = { readBack: `the thread ${isThere ? 'shows' : 'does not show'} the text` };
  return { kind: isThere ? 'done' : 'not-done', evidence };
}

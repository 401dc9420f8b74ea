import type { Locator, Page } from 'playwright-core';
import { showsPending } from './connect-control.ts';
import { findInFrames, readText } from './locate.ts';
import { INVITE } from './selectors.ts';

/** What the page shows after a click on Connect or Send. */
export type InviteSignal =
  /** The dialog waits for the click that sends. */
  | { kind: 'send'; button: Locator }
  | { kind: 'limit' | 'error' | 'email' | 'how' | 'premium' | 'sent'; text: string };

/** The signal the page shows now, the most telling first; null while there is none. */
export async function readInviteSignal(page: Page, card: Locator): Promise<InviteSignal | null> {
  for (const kind of ['limit', 'error', 'email', 'how'] as const) {
    const found = await findInFrames(page, SELECTORS[kind]);
    if (found) return { kind, text: await readText(found) };
  }
  const button = await findInFrames(page, INVITE.send);
  if (button && (await button.isEnabled())) return { kind: 'send', button };
  for (const kind of ['premium', 'sent'] as const) {
    const found = await findInFrames(page, SELECTORS[kind]);
    if (found) return { kind, text: await readText(found) };
  }
  return (await showsPending(card)) ? { kind: 'sent', text: 'Pending' } : null;
}

const SELECTORS = {
  limit: INVITE.limit,
  error: INVITE.errorToast,
  email: INVITE.emailGate,
  how: INVITE.howKnow,
  premium: INVITE.premium,
  sent: INVITE.successToast,
} as const;

/** Endpoints that create invitations (facts §4.4). */
export const CREATES_INVITATION = /action=verifyQuotaAndCreate|growth\/normInvitations|addaAddConnection/;

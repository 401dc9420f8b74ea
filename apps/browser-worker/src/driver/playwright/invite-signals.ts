import type { Locator, Page, Response } from 'playwright-core';
import { z } from 'zod';
import { showsPending } from './connect-control.ts';
import { findInFrames, readText } from './locate.ts';
import { INVITE } from './selectors.ts';

/** What the page shows after a click on Connect or Send. */
export type InviteSignal =
  /** The dialog waits for the click that sends. */
  | { kind: 'send'; button: Locator }
  | { kind: 'limit' | 'error' | 'email' | 'premium' | 'sent'; text: string };

/** The signal the page shows now, the most telling first; null while there is none. */
export async function readInviteSignal(page: Page, card: Locator): Promise<InviteSignal | null> {
  for (const kind of ['limit', 'error', 'email'] as const) {
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
  premium: INVITE.premium,
  sent: INVITE.successToast,
} as const;

/** LinkedIn's own answer to the invitation, where the page asked for it over HTTP. */
export interface InviteAnswer {
  status: number;
  /** E.g. `FUSE_LIMIT_EXCEEDED`; null when the body has none. */
  code: string | null;
}

/** Endpoints that create invitations (facts §4.4). */
const CREATES_INVITATION = /action=verifyQuotaAndCreate|growth\/normInvitations|addaAddConnection/;

const RefusalBody = z.object({ data: z.object({ code: z.string() }) });

/** Listens for the answer from now on; `stop` ends it and returns the last one. */
export function watchInviteAnswer(page: Page): { stop(): Promise<InviteAnswer | null> } {
  let last: Response | null = null;
  const listen = (response: Response): void => {
    if (CREATES_INVITATION.test(response.url())) last = response;
  };
  page.on('response', listen);
  return {
    stop: async () => {
      page.off('response', listen);
      return last && { status: last.status(), code: await readCode(last) };
    },
  };
}

/** The body may be gone with the page that asked for it. */
async function readCode(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null);
  return RefusalBody.safeParse(body).data?.data.code ?? null;
}

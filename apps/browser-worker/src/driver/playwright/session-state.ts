import type { BrowserContext } from 'playwright-core';
import { z } from 'zod';
import type { SessionState } from '../port.ts';

/** Playwright's storage state, as far as it is looked into here. */
const StorageState = z.looseObject({
  cookies: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      domain: z.string(),
      path: z.string(),
      expires: z.number(),
      httpOnly: z.boolean(),
      secure: z.boolean(),
      sameSite: z.enum(['Strict', 'Lax', 'None']),
    }),
  ),
  origins: z.array(
    z.object({
      origin: z.string(),
      localStorage: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
});

/**
 * The state as Playwright restores it. Of two JSESSIONID cookies only the host's own is kept: two of them,
 * typical after importing cookies, make the feed answer 400 (facts §2.1). Throws ZodError on anything that
 * `saveSessionState` did not write.
 */
export function restorableState(state: SessionState): z.infer<typeof StorageState> {
  const parsed = StorageState.parse(state);
  const isSession = ({ name }: { name: string }): boolean => name === 'JSESSIONID';
  const isOwn = ({ domain }: { domain: string }): boolean => domain.includes('www.');
  const hasOwn = parsed.cookies.some((cookie) => isSession(cookie) && isOwn(cookie));
  const cookies = parsed.cookies.filter((cookie) => !hasOwn || !isSession(cookie) || isOwn(cookie));
  return { ...parsed, cookies };
}

/** Cookies and local storage of the context, as plain JSON. */
export async function saveSessionState(context: BrowserContext): Promise<SessionState> {
  return { ...(await context.storageState()) };
}

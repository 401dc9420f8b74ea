import type { Page, Response } from 'playwright-core';
import { z } from 'zod';

/** LinkedIn's own answer to a write, where the page asked for it over HTTP. */
export interface WriteAnswer {
  status: number;
  /** E.g. `FUSE_LIMIT_EXCEEDED`; null when the body has none. */
  code: string | null;
  /** The body names a challenge that a human must solve first (facts §2.3). */
  isChallenge: boolean;
}

const RefusalBody = z.object({ data: z.object({ code: z.string() }) });

/** Listens for answers of `endpoint` from now on; `stop` ends it and returns the last one. */
export function watchAnswer(page: Page, endpoint: RegExp): { stop(): Promise<WriteAnswer | null> } {
  let last: Response | null = null;
  const listen = (response: Response): void => {
    const isWrite = response.request().method() === 'POST';
    if (isWrite && endpoint.test(response.url())) last = response;
  };
  page.on('response', listen);
  return {
    stop: async () => {
      page.off('response', listen);
      return last && (await readAnswer(last));
    },
  };
}

/** The body may be gone with the page that asked for it. */
async function readAnswer(response: Response): Promise<WriteAnswer> {
  const text = await response.text().catch(() => '');
  const body = parseLeniently(text);
  const status = response.status();
  return {
    status,
    code: RefusalBody.safeParse(body).data?.data.code ?? null,
    isChallenge: status === 403 && text.includes('/checkpoint/'),
  };
}

function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

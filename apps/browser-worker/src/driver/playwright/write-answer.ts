import type { Page, Request, Response } from 'playwright-core';
import { z } from 'zod';
import { pollFor } from './locate.ts';

/** How long a write that has left may take to be answered, in milliseconds. */
const ANSWER_TIMEOUT_MS = 45_000;
/** How long the page may take to show what it was answered, in milliseconds. */
const SHOWN_TIMEOUT_MS = 2_000;

/** LinkedIn's own answer to a write, where the page asked for it over HTTP. */
export interface WriteAnswer {
  status: number;
  /** E.g. `FUSE_LIMIT_EXCEEDED`; null when the body has none. */
  code: string | null;
  /** The body names a challenge that a human must solve first (facts §2.3). */
  isChallenge: boolean;
}

const RefusalBody = z.object({ data: z.object({ code: z.string() }) });

/** Listens for what the page sends to one endpoint, and for the answers. */
export interface AnswerWatch {
  /** Whether something has left and is not answered yet. */
  isPending(): boolean;
  /** Ends it and returns the last answer. */
  stop(): Promise<WriteAnswer | null>;
}

/** Watches the writes to `endpoint` from now on. */
export function watchAnswer(page: Page, endpoint: RegExp): AnswerWatch {
  const pending = new Set<Request>();
  let last: Response | null = null;
  const isWatched = (request: Request): boolean =>
    request.method() === 'POST' && endpoint.test(request.url());
  const onRequest = (request: Request): void => void (isWatched(request) && pending.add(request));
  const onEnd = (request: Request): void => void pending.delete(request);
  const onResponse = (response: Response): void => {
    if (isWatched(response.request())) last = response;
  };
  page.on('request', onRequest).on('response', onResponse);
  page.on('requestfinished', onEnd).on('requestfailed', onEnd);
  return {
    isPending: () => pending.size > 0,
    stop: async () => {
      page.off('request', onRequest).off('response', onResponse);
      page.off('requestfinished', onEnd).off('requestfailed', onEnd);
      return last && (await readAnswer(last));
    },
  };
}

/**
 * Polls for what the page shows of a write, for at most `timeoutMs`, but not while the write is on its way: to
 * leave the page then would break it off, and nobody would know what became of it.
 */
export async function pollForOutcome<T>(
  page: Page,
  watch: AnswerWatch,
  timeoutMs: number,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const seen = await pollFor(page, timeoutMs, read);
  if (seen !== null || !watch.isPending()) return seen;
  await pollFor(page, ANSWER_TIMEOUT_MS, () => Promise.resolve(watch.isPending() ? null : true));
  return await pollFor(page, SHOWN_TIMEOUT_MS, read);
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

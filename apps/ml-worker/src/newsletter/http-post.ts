import type { LetterOutcome, PostLetter } from './port.ts';

/** Real milliseconds. */
const TIMEOUT_MS = 20_000;
const TRY_AGAIN_STATUSES = new Set([408, 425, 429]);

/** Posts letters as JSON. Redirects are not followed: the address goes to the configured endpoint or nowhere. */
export function httpPost(endpoint: string): PostLetter {
  return async (letter, key) => {
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(letter),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      return outcomeOf(response.status);
    } catch (error) {
      return { kind: 'failed', reason: `no answer (${error instanceof Error ? error.name : 'unknown'})` };
    }
  };
}

function outcomeOf(status: number): LetterOutcome {
  const reason = `it answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  return { kind: status >= 500 || TRY_AGAIN_STATUSES.has(status) ? 'failed' : 'refused', reason };
}

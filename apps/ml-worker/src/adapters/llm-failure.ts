import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, Misconfigured, Throttled } from '@fairlead/shared/runtime/errors';
import { APIError } from 'openai';

/** How long to wait after a 429 that does not say. */
const defaultRetryAfterMs = 60_000;

/**
 * A failure of the LLM client as the engine's error. Bodies of refused requests are left out: they
 * may quote part of the key.
 */
export function failureOf(thrown: unknown, { model, clock }: { model: string; clock: Clock }): Error {
  if (!(thrown instanceof APIError)) return coerceError(thrown);
  const { status } = thrown;
  if (status === 401 || status === 403) {
    return new Misconfigured(
      `The LLM key was refused (${status})`,
      'Set FAIRLEAD_LLM_API_KEY to a valid key with access to the model.',
    );
  }
  if (status === 404) {
    return new Misconfigured(
      `The LLM service does not know the model ${model} (404)`,
      'Set FAIRLEAD_LLM_MODEL to a model the service offers, or correct FAIRLEAD_LLM_BASE_URL.',
    );
  }
  if (status === 429) {
    const reason = thrown.code ? ` (${thrown.code})` : '';
    return new Throttled(`The LLM asks to slow down${reason}`, retryAt(thrown.headers, clock), {
      cause: thrown,
    });
  }
  return new Error(
    status ? `The LLM failed (${status}): ${thrown.message}` : `The LLM cannot be reached: ${thrown.message}`,
    {
      cause: thrown,
    },
  );
}

/** The service counts in real milliseconds, jobs wait on the project's clock, which may run faster. */
function retryAt(headers: Headers | undefined, clock: Clock): Date {
  return new Date(clock.now().getTime() + retryAfterMs(headers) / clock.toRealMs(1));
}

/** Source: RFC 9110 §10.2.3 (seconds, or a date) and OpenAI's own header in milliseconds. */
function retryAfterMs(headers: Headers | undefined): number {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  const seconds = headers?.get('retry-after') ?? '';
  const fromDate = Date.parse(seconds) - Date.parse(headers?.get('date') ?? '');
  const candidates = [milliseconds, seconds === '' ? Number.NaN : Number(seconds) * 1000, fromDate];
  return candidates.find((ms) => Number.isFinite(ms) && ms >= 0) ?? defaultRetryAfterMs;
}

import { elapsedTimer } from './clock.ts';
import { coerceError } from './errors.ts';
import { withTimeout } from './timeout.ts';

/** Throws or rejects with what is wrong. A text that it returns is shown beside the ok. */
export type Check = () => unknown;

/**
 * `live`: does the process's own loop move? If not, only a restart helps.
 * `ready`: can it work now? If not, something it needs is missing and may come back.
 */
export type HealthQuestion = 'live' | 'ready';

export interface HealthReport {
  ok: boolean;
  /** `ok`, `ok: <what the check tells>`, or what is wrong. */
  checks: Readonly<Record<string, string>>;
}

/** What a composition root says about its own health. */
export interface Health {
  live(name: string, check: Check): void;
  ready(name: string, check: Check): void;
  /** Asks every check at once. Never throws; a check that does not answer in time is wrong. */
  report(question: HealthQuestion): Promise<HealthReport>;
}

const CHECK_TIMEOUT_MS = 2_000;
const LONGEST_TEXT = 300;

export function createHealth(timeoutMs: number = CHECK_TIMEOUT_MS): Health {
  const checks = { live: new Map<string, Check>(), ready: new Map<string, Check>() };
  const register = (question: HealthQuestion, name: string, check: Check): void => {
    checks[question].set(name, shared(check));
  };
  return {
    live: (name, check) => register('live', name, check),
    ready: (name, check) => register('ready', name, check),
    async report(question) {
      const answers = await Promise.all(
        [...checks[question]].map(async ([name, check]) => ({ name, ...(await ask(check, timeoutMs)) })),
      );
      return {
        ok: answers.every(({ ok }) => ok),
        checks: Object.fromEntries(answers.map(({ name, text }) => [name, text])),
      };
    },
  };
}

/** A check that hangs is not asked again before it has answered: probes must not pile up. */
function shared(check: Check): () => Promise<unknown> {
  let running: Promise<unknown> | null = null;
  return () => {
    running ??= (async () => await check())().finally(() => {
      running = null;
    });
    return running;
  };
}

async function ask(check: Check, timeoutMs: number): Promise<{ ok: boolean; text: string }> {
  try {
    const told = await withTimeout(Promise.resolve(check()), timeoutMs);
    return { ok: true, text: typeof told === 'string' ? `ok: ${told}` : 'ok' };
  } catch (thrown) {
    const text = coerceError(thrown).message.slice(0, LONGEST_TEXT);
    return { ok: false, text: text === '' ? 'failed without a message' : text };
  }
}

/** Remembers when something last went well; its making counts as the first time. */
export interface Pulse {
  beat(): void;
  /** Real milliseconds since the last beat. */
  ageMs(): number;
}

export function createPulse(): Pulse {
  let ageMs = elapsedTimer();
  return {
    beat: () => {
      ageMs = elapsedTimer();
    },
    ageMs: () => ageMs(),
  };
}

/** Throws, naming `what`, when the last beat is older than `limitMs`. */
export function assertBeating(pulse: Pulse, limitMs: number, what: string): void {
  const ageMs = pulse.ageMs();
  if (ageMs > limitMs) throw new Error(`${what} was ${Math.round(ageMs / 1_000)} s ago`);
}

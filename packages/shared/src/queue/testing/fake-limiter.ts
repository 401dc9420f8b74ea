import { type LimitedKind, nextFreeAt, type Spent } from '../../domain/limits.ts';
import { Throttled } from '../../runtime/errors.ts';
import { FIRST_LIFE, type Limiter } from '../limiter.ts';

const RETRY_WHEN_NOT_READY_MS = 60_000;

/** The limiter of one Redis in memory. `wipe` forgets everything, as a FLUSHALL does. */
export interface FakeLimiter extends Limiter {
  wipe(): void;
}

export function createFakeLimiter(): FakeLimiter {
  const sets = new Map<string, Map<string, Date>>();
  /** In which life of the database each was rebuilt. */
  const ready = new Map<string, string>();
  const keyOf = (accountId: number, kind: LimitedKind): string => `${accountId} ${kind}`;
  const setOf = (key: string): Map<string, Date> => {
    const known = sets.get(key) ?? new Map<string, Date>();
    sets.set(key, known);
    return known;
  };
  const add = (key: string, spent: readonly Spent[]): void => {
    for (const { token, at } of spent) if (!setOf(key).has(token)) setOf(key).set(token, at);
  };
  return {
    wipe: () => {
      sets.clear();
      ready.clear();
    },
    reserve: (accountId, kind, quotas, token, now) => {
      const key = keyOf(accountId, kind);
      if (!ready.has(key)) {
        const retryAt = new Date(now.getTime() + RETRY_WHEN_NOT_READY_MS);
        return Promise.reject(new Throttled('The limiter waits to be rebuilt from the ledger.', retryAt));
      }
      const freeAt = nextFreeAt([...setOf(key).values()], quotas, now);
      const longestMs = Math.max(0, ...quotas.map(({ windowMs }) => windowMs));
      if (freeAt === null || freeAt > now) {
        return Promise.resolve({ granted: false, freeAt: freeAt ?? new Date(now.getTime() + longestMs) });
      }
      setOf(key).set(token, now);
      return Promise.resolve({ granted: true });
    },
    release: (accountId, kind, token) => {
      setOf(keyOf(accountId, kind)).delete(token);
      return Promise.resolve();
    },
    count: (accountId, kind, spent) => {
      add(keyOf(accountId, kind), spent);
      return Promise.resolve();
    },
    forget: (accountId) => {
      ready.delete(keyOf(accountId, 'invite'));
      ready.delete(keyOf(accountId, 'message'));
      return Promise.resolve();
    },
    isReady: (accountId, kind, life = FIRST_LIFE) =>
      Promise.resolve(ready.get(keyOf(accountId, kind)) === life),
    rebuild: (accountId, kind, spent, life = FIRST_LIFE) => {
      const key = keyOf(accountId, kind);
      if (ready.get(key) === life) return Promise.resolve();
      sets.delete(key);
      add(key, spent);
      ready.set(key, life);
      return Promise.resolve();
    },
  };
}

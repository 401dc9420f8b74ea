import { LIMITED_KINDS, type LimitedKind, type Quota, type Spent } from '../domain/limits.ts';
import { Throttled } from '../runtime/errors.ts';
import type { Redis } from './connection.ts';

export type Reservation = { granted: true } | { granted: false; freeAt: Date };

/**
 * Rolling-window limiters in Redis: a sorted set per account and kind, taken atomically. Redis may be
 * wiped: then nothing is granted until the scheduler has rebuilt the sets from the ledger.
 */
export interface Limiter {
  /** Takes one place in every window, or says when there will be one. Throws `Throttled` while not rebuilt. */
  reserve(
    accountId: number,
    kind: LimitedKind,
    quotas: readonly Quota[],
    token: string,
    now: Date,
  ): Promise<Reservation>;
  /** Gives a place back: the action was certainly not taken. */
  release(accountId: number, kind: LimitedKind, token: string): Promise<void>;
  /** Counts what was done without a reservation: by hand, say. Known tokens are not counted twice. */
  count(accountId: number, kind: LimitedKind, spent: readonly Spent[]): Promise<void>;
  /** Nothing is granted until the sets of the account are rebuilt. */
  forget(accountId: number): Promise<void>;
  /** Whether it was rebuilt in this life of the database: a restored backup is another one. Default: the first. */
  isReady(accountId: number, kind: LimitedKind, life?: string): Promise<boolean>;
  /** Takes over what the ledger says, unless another scheduler did so first in this life. Default: the first. */
  rebuild(accountId: number, kind: LimitedKind, spent: readonly Spent[], life?: string): Promise<void>;
}

const READY = 'ready';
/** The life of a database that was never restored. */
export const FIRST_LIFE = 'first';
const RETRY_WHEN_NOT_READY_MS = 60_000;

// KEYS: set, ready flag. ARGV: now, token, then (window, max) pairs. Returns 'ok', 'rebuild', or the score it is free at.
const RESERVE = `
if redis.call('EXISTS', KEYS[2]) == 0 then return 'rebuild' end
local now = tonumber(ARGV[1])
local free = now
local longest = 0
for i = 3, #ARGV, 2 do
  local window, max = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  if window > longest then longest = window end
  if max == 0 then return tostring(now + window) end
  local blocking = redis.call('ZREVRANGE', KEYS[1], max - 1, max - 1, 'WITHSCORES')[2]
  if blocking and tonumber(blocking) + window > free then free = tonumber(blocking) + window end
end
if free > now then return string.format('%.0f', free) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
redis.call('ZADD', KEYS[1], now, ARGV[2])
return 'ok'
`;

// KEYS: set, ready flag. ARGV: life, then (score, token) pairs. A second rebuild would lose what was reserved since the first.
const REBUILD = `
if redis.call('GET', KEYS[2]) == ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
for i = 2, #ARGV, 2 do redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('SET', KEYS[2], ARGV[1])
return 1
`;

export function createLimiter(redis: Redis, prefix: string): Limiter {
  const setKey = (accountId: number, kind: LimitedKind): string => `${prefix}:limit:${accountId}:${kind}`;
  const readyKey = (accountId: number, kind: LimitedKind): string => `${setKey(accountId, kind)}:${READY}`;
  return {
    async reserve(accountId, kind, quotas, token, now) {
      const windows = quotas.flatMap(({ windowMs, max }) => [windowMs, max]);
      const reply = String(
        await redis.eval(
          RESERVE,
          2,
          setKey(accountId, kind),
          readyKey(accountId, kind),
          now.getTime(),
          token,
          ...windows,
        ),
      );
      if (reply === 'ok') return { granted: true };
      if (reply === 'rebuild') {
        const retryAt = new Date(now.getTime() + RETRY_WHEN_NOT_READY_MS);
        throw new Throttled('The limiter waits to be rebuilt from the ledger.', retryAt);
      }
      return { granted: false, freeAt: new Date(Number(reply)) };
    },
    async release(accountId, kind, token) {
      await redis.zrem(setKey(accountId, kind), token);
    },
    async count(accountId, kind, spent) {
      const members = spent.flatMap(({ token, at }) => [at.getTime(), token]);
      if (members.length > 0) await redis.zadd(setKey(accountId, kind), 'NX', ...members);
    },
    async forget(accountId) {
      await redis.del(...LIMITED_KINDS.map((kind) => readyKey(accountId, kind)));
    },
    async isReady(accountId, kind, life = FIRST_LIFE) {
      return (await redis.get(readyKey(accountId, kind))) === life;
    },
    async rebuild(accountId, kind, spent, life = FIRST_LIFE) {
      const members = spent.flatMap(({ token, at }) => [at.getTime(), token]);
      await redis.eval(REBUILD, 2, setKey(accountId, kind), readyKey(accountId, kind), life, ...members);
    },
  };
}

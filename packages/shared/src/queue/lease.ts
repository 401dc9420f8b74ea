import { elapsedTimer } from '../runtime/clock.ts';
import { randomToken } from '../runtime/crypto.ts';
import type { Redis } from './connection.ts';

/**
 * The right to work one resource for a while. It spares work, it does not protect: Redis may be wiped,
 * and a holder may be paused past its end. What protects is the fencing token in Postgres.
 */
export interface Lease {
  /** Extends it; false when it ran out or somebody else holds it now: then nothing more may be done under it. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** Takes the lease on `key` for `ttlMs` real milliseconds, or returns null when another holder has it. */
export async function acquireLease(redis: Redis, key: string, ttlMs: number): Promise<Lease | null> {
  const holder = randomToken();
  let sinceRenewedMs = elapsedTimer();
  if ((await redis.set(key, holder, 'PX', ttlMs, 'NX')) !== 'OK') return null;
  return {
    async renew() {
      const askedMs = elapsedTimer();
      try {
        if ((await redis.eval(RENEW, 1, key, holder, ttlMs)) !== 1) return false;
      } catch {
        // Redis may be away for a moment: nobody else can take the lease before it has run out.
        return sinceRenewedMs() < ttlMs;
      }
      sinceRenewedMs = askedMs;
      return true;
    },
    release: async () => {
      await redis.eval(RELEASE, 1, key, holder);
    },
  };
}

import { randomToken } from '../runtime/crypto.ts';
import type { Redis } from './connection.ts';

/** The right to work one resource for a while. */
export interface Lease {
  /** Grows with every new holder. */
  readonly fencingToken: number;
  /** Extends it; false when somebody else holds it now, and then nothing more may be done under it. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

// One step, so that a holder that was slow after taking it cannot end up with a higher token than its successor.
const ACQUIRE = `if redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') then return redis.call('INCR', KEYS[2]) end return 0`;
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** Takes the lease on `key` for `ttlMs` real milliseconds, or returns null when another holder has it. */
export async function acquireLease(redis: Redis, key: string, ttlMs: number): Promise<Lease | null> {
  const holder = randomToken();
  const fencingToken = Number(await redis.eval(ACQUIRE, 2, key, `${key}:fence`, holder, ttlMs));
  if (fencingToken === 0) return null;
  return {
    fencingToken,
    renew: async () => (await redis.eval(RENEW, 1, key, holder, ttlMs)) === 1,
    release: async () => {
      await redis.eval(RELEASE, 1, key, holder);
    },
  };
}

import { Redis } from 'ioredis';
import { coerceError, Misconfigured, Unreachable } from '../runtime/errors.ts';

export type { Redis } from 'ioredis';

/** Who uses the connection: a producer wants an answer now, a worker waits for ever. */
export type ConnectionRole = 'producer' | 'worker';

const CONNECT_TIMEOUT_MS = 5_000;
const OLDEST_REDIS = [6, 2] as const;

/**
 * The one place that knows how to talk to Redis. Checks at boot that it is reachable, new enough for
 * BullMQ, and never evicts: an evicted queue key is lost work without a trace. Throws `Unreachable` when it does
 * not answer, and `Misconfigured` when it is not fit or will not let us in.
 */
export async function connectRedis(url: string, role: ConnectionRole): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    retryStrategy: () => null,
  });
  // Connection errors reach the callers through their commands; without a listener they would end the process.
  let lastError: Error | null = null;
  redis.on('error', (error) => {
    lastError = error;
  });
  try {
    await redis.connect();
    await assertUsable(redis);
  } catch (thrown) {
    redis.disconnect();
    if (thrown instanceof Misconfigured) throw thrown;
    const error = coerceError(lastError ?? thrown);
    if (isRefusal(error)) {
      throw new Misconfigured(
        `Redis does not let us in at ${withoutPassword(url)}: ${error.message}`,
        'Correct user and password in REDIS_URL.',
      );
    }
    throw new Unreachable(
      // The command only says that the connection closed; the event before it says why.
      `Redis cannot be reached at ${withoutPassword(url)}: ${error.message}`,
      'Start it or correct REDIS_URL. Leave REDIS_URL empty to have one started for you.',
    );
  }
  redis.options.retryStrategy = (attempt) => Math.min(attempt * 200, 5_000);
  return redis;
}

function isRefusal({ message }: Error): boolean {
  return /^(NOAUTH|WRONGPASS|NOPERM)\b/.test(message);
}

async function assertUsable(redis: Redis): Promise<void> {
  const info = await redis.info();
  const version = /redis_version:(\d+)\.(\d+)/.exec(info);
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  if (major < OLDEST_REDIS[0] || (major === OLDEST_REDIS[0] && minor < OLDEST_REDIS[1])) {
    throw new Misconfigured(
      `Redis ${major}.${minor} is too old for the job queue.`,
      'Use Redis or Valkey 6.2 or newer.',
    );
  }
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== 'noeviction') {
    throw new Misconfigured(
      `Redis may throw queue data away: its maxmemory-policy is ${policy}.`,
      'Set it: redis-cli config set maxmemory-policy noeviction',
    );
  }
}

/** Rejects when Redis does not answer. */
export async function pingRedis(redis: Redis): Promise<void> {
  await redis.ping();
}

/** The URL without its password, for messages. */
export function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return '(malformed URL)';
  if (parsed.password !== '') parsed.password = '***';
  return parsed.toString();
}

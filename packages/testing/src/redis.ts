import { Redis } from 'ioredis';
import { inject } from 'vitest';
import { uniqueName } from './unique-name.ts';

export interface TestRedis {
  url: string;
  /** Every key the test writes must begin with it. */
  prefix: string;
  /** Deletes the keys that begin with `prefix`. */
  drop(): Promise<void>;
}

const keysPerScan = 1000;

/** A corner of the run's Redis for one test file, its key prefix named after `label`. */
export function createTestRedis(label: string): TestRedis {
  const url = inject('redisUrl');
  const prefix = uniqueName(label);
  return { url, prefix, drop: () => deleteKeys(url, prefix) };
}

async function deleteKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', keysPerScan);
      if (keys.length > 0) await redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}

import { join } from 'node:path';
import { ensureRedisServer } from '../../setup/redis-server.ts';
import { startRedis } from '../../stack/redis.ts';
import type { BenchFrame } from './frame.ts';

/** A Redis of the measurement's own, until its end. Returns its URL. */
export async function startBenchRedis({ out, clock, stateDir, onStop }: BenchFrame): Promise<string> {
  const program = await ensureRedisServer(out);
  const { url, stop } = await startRedis(program, stateDir, join(stateDir, 'logs', 'redis.log'), clock);
  onStop(stop);
  return url;
}

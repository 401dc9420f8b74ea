import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Output } from '../output.ts';
import { findOnPath } from './run.ts';
import { installPackage } from './system-package.ts';

const PROGRAMS = ['redis-server', 'valkey-server'];

/** Where a Redis-compatible server program is; null when there is none. */
export async function findRedisServer(): Promise<string | null> {
  return await findOnPath(PROGRAMS);
}

/** Finds the program, or installs it through the package manager. */
export async function ensureRedisServer(out: Output): Promise<string> {
  const found = await findRedisServer();
  if (found) return found;
  await installPackage({ what: 'Redis', apt: 'redis-server', brew: ['redis'] }, out);
  const installed = await findRedisServer();
  if (installed) return installed;
  throw new Misconfigured('Redis was installed but is not on PATH.', 'Add it to PATH, or set REDIS_URL.');
}

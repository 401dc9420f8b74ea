import { listTables } from '@fairlead/db/backup/row-counts';
import type { Database } from '@fairlead/db/database';
import { isSchemaCurrent } from '@fairlead/db/migrate';
import { assertUsableServer, readServerFacts, readServerTime } from '@fairlead/db/server-check';
import { connectRedis, type Redis, withoutPassword } from '@fairlead/shared/queue/connection';
import { wallClockMs } from '@fairlead/shared/runtime/clock';
import { findRedisServer } from '../setup/redis-server.ts';
import { run } from '../setup/run.ts';
import { mayHoldData, openToRead } from '../stack/place.ts';
import { type Check, type Examination, fail, ok, warn } from './finding.ts';

const VERSION_TIMEOUT_MS = 10_000;
const TOLERATED_SKEW_MS = 5_000;

export const redis: Check = async ({ settings: { REDIS_URL: url } }) => {
  if (url === undefined) return await ownRedis();
  // Throws when it is too old or evicts.
  const connection = await connectRedis(url, 'producer');
  try {
    return await lookAt(connection, withoutPassword(url));
  } finally {
    connection.disconnect();
  }
};

async function lookAt(connection: Redis, where: string): Promise<Examination> {
  const version = /redis_version:(\S+)/.exec(await connection.info('server'))?.[1] ?? 'unknown';
  const detail = `${where}, version ${version}`;
  try {
    const [, policy] = (await connection.config('GET', 'maxmemory-policy')) as string[];
    return policy === 'noeviction'
      ? ok(`${detail}, noeviction`)
      : fail(
          `${detail}: its maxmemory-policy is ${policy}.`,
          'Set it: redis-cli config set maxmemory-policy noeviction',
        );
  } catch {
    // Hosted ones forbid the command.
    return warn(
      `${detail}; its configuration cannot be read.`,
      'Make sure that its maxmemory-policy is noeviction.',
    );
  }
}

async function ownRedis(): Promise<Examination> {
  const program = await findRedisServer();
  if (!program) return warn('none on PATH', './fairlead up installs it; or set REDIS_URL.');
  const { ok: runs, output } = await run(program, ['--version'], VERSION_TIMEOUT_MS);
  const version = /v=(\d+)\.(\d+)\S*/.exec(output);
  if (!runs || !version)
    return fail(`${program} does not say its version.`, 'Install it again, or set REDIS_URL.');
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 6 || (major === 6 && minor >= 2)
    ? ok(`own, with ${program} ${version[0].slice(2)}`)
    : fail(
        `${program} ${version[0].slice(2)} is too old.`,
        'Install Redis or Valkey 6.2 or newer, or set REDIS_URL.',
      );
}

export const postgres: Check = async ({ settings, out }) => {
  if (!mayHoldData(settings)) return ok('embedded; made at the first start');
  const place = await openToRead(settings, out);
  try {
    const where = place.kind === 'server' ? withoutPassword(place.url) : 'embedded';
    return await lookInto(place.db, where);
  } finally {
    await place.close();
  }
};

async function lookInto(db: Database, where: string): Promise<Examination> {
  const facts = await readServerFacts(db);
  assertUsableServer(facts);
  const detail = `${where}, version ${facts.major}, pgvector`;
  const skewMs = Math.abs((await readServerTime(db)).getTime() - wallClockMs());
  if (skewMs > TOLERATED_SKEW_MS)
    return warn(
      `${detail}; its clock is ${Math.round(skewMs / 1_000)} s away from ours.`,
      'Set both clocks by NTP.',
    );
  if (!(await listTables(db)).includes('kysely_migration')) return ok(`${detail}; empty yet`);
  return (await isSchemaCurrent(db))
    ? ok(`${detail}, schema up to date`)
    : warn(
        `${detail}; its schema is older than this version.`,
        './fairlead up (or ./fairlead migrate) brings it up to date.',
      );
}

import { join } from 'node:path';
import { connectDatabase } from '@fairlead/db/database';
import { assertUsableServer, readServerFacts } from '@fairlead/db/server-check';
import { loadSettings } from '../../load-env.ts';
import { ensureRedisServer } from '../../setup/redis-server.ts';
import { freePort } from '../../stack/free-port.ts';
import { launcher } from '../../stack/launcher.ts';
import { startRedis } from '../../stack/redis.ts';
import type { BenchFrame } from './frame.ts';

const READY_MS = 60_000;

/** What a measurement runs on. */
export interface BenchServers {
  databaseUrl: string;
  redisUrl: string;
  sandboxUrl: string;
}

/**
 * The Postgres that `TEST_DATABASE_URL` or `DATABASE_URL` names, else the embedded one; a Redis of our own, for jobs of a
 * measurement do not belong into a queue that others work; the sandbox, whose language model thinks for a while.
 */
export async function startServers(
  { out, clock, stateDir, supervise, onStop }: BenchFrame,
  llmLatencyMs: number,
): Promise<BenchServers> {
  const logDir = join(stateDir, 'logs');
  const redis = await startRedis(await ensureRedisServer(out), stateDir, join(logDir, 'redis.log'), clock);
  onStop(redis.stop);
  const launch = launcher(stateDir, supervise());
  const sandboxArgs = ['--port', `${await freePort()}`, '--people', '1'];
  const sandbox = await launch(
    'sandbox',
    [...sandboxArgs, '--llm-latency-ms', `${llmLatencyMs}`],
    {},
    READY_MS,
  );
  const given = givenDatabaseUrl();
  if (given !== null) {
    out.step(`Postgres: the server of ${given.variable}, ${await describeServer(given.url)}`);
    return { databaseUrl: given.url, redisUrl: redis.url, sandboxUrl: sandbox.ready.url ?? '' };
  }
  const dataArgs = ['--data-dir', join(stateDir, 'postgres'), '--port', `${await freePort()}`];
  const postgres = await launch('postgres', [...dataArgs, '--stop-with-stdin'], {}, READY_MS);
  out.step('Postgres: the embedded one. It is a single session, which limits how far workers scale');
  return {
    databaseUrl: postgres.ready.url ?? '',
    redisUrl: redis.url,
    sandboxUrl: sandbox.ready.url ?? '',
  };
}

function givenDatabaseUrl(): { url: string; variable: string } | null {
  const { TEST_DATABASE_URL: test } = process.env;
  if (test) return { url: test, variable: 'TEST_DATABASE_URL' };
  const { DATABASE_URL: url } = loadSettings();
  return url === undefined ? null : { url, variable: 'DATABASE_URL' };
}

async function describeServer(url: string): Promise<string> {
  const db = await connectDatabase(url, { max: 1 });
  try {
    const facts = await readServerFacts(db);
    assertUsableServer(facts);
    return `Postgres ${facts.major}`;
  } finally {
    await db.destroy();
  }
}

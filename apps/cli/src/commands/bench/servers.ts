import { freePort } from '../../stack/free-port.ts';
import { launcher } from '../../stack/launcher.ts';
import { describeServer, givenDatabaseUrl, startEmbeddedPostgres } from './bench-postgres.ts';
import { startBenchRedis } from './bench-redis.ts';
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
export async function startServers(frame: BenchFrame, llmLatencyMs: number): Promise<BenchServers> {
  const { out, stateDir, supervise } = frame;
  const redisUrl = await startBenchRedis(frame);
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
    return { databaseUrl: given.url, redisUrl, sandboxUrl: sandbox.ready.url ?? '' };
  }
  const databaseUrl = await startEmbeddedPostgres(stateDir, launch);
  out.step('Postgres: the embedded one. It is a single session, which limits how far workers scale');
  return { databaseUrl, redisUrl, sandboxUrl: sandbox.ready.url ?? '' };
}

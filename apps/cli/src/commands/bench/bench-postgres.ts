import { join } from 'node:path';
import { connectDatabase } from '@fairlead/db/database';
import { assertUsableServer, readServerFacts } from '@fairlead/db/server-check';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { loadSettings } from '../../load-env.ts';
import { docker } from '../../smoke/docker.ts';
import { freePort } from '../../stack/free-port.ts';
import { type Launch, launcher } from '../../stack/launcher.ts';
import { waitForDatabase } from '../../stack/wait-for-database.ts';
import type { BenchFrame } from './frame.ts';

const IMAGE = 'pgvector/pgvector:pg17';
const PASSWORD = 'bench';
const ANSWER_MS = 10_000;
const START_MS = 300_000;
const READY_MS = 60_000;

/** A Postgres for a measurement. */
export interface BenchPostgres {
  url: string;
  /** For the output and its reader. */
  description: string;
  isEmbedded: boolean;
}

/**
 * The server that `TEST_DATABASE_URL` or `DATABASE_URL` names; else one in a container, where a Docker
 * engine answers; else the embedded one.
 */
export async function startBenchPostgres(frame: BenchFrame): Promise<BenchPostgres> {
  const given = givenDatabaseUrl();
  if (given !== null) {
    const description = `${await describeServer(given.url)}, the server of ${given.variable}`;
    return { url: given.url, description, isEmbedded: false };
  }
  try {
    await docker(['info', '--format', '{{.ServerVersion}}'], { timeoutMs: ANSWER_MS });
    return await startContainer(frame);
  } catch (thrown) {
    frame.out.note(`No container: ${coerceError(thrown).message.split('\n').at(-1)}`);
    return await startEmbedded(frame);
  }
}

/** Its data is thrown away, so it waits for no disk. Everything else is as the image sets it. */
async function startContainer({ out, clock, onStop }: BenchFrame): Promise<BenchPostgres> {
  out.step(`Starting ${IMAGE} in a container (up to a few minutes the first time)`);
  const run = ['run', '--detach', '--rm', '--publish', '127.0.0.1::5432', '--shm-size', '256m'];
  const settings = ['fsync=off', 'full_page_writes=off', 'max_wal_size=4GB'].flatMap((one) => ['-c', one]);
  const started = await docker([...run, '--env', `POSTGRES_PASSWORD=${PASSWORD}`, IMAGE, ...settings], {
    timeoutMs: START_MS,
  });
  const id = started.trim();
  onStop(async () => {
    await docker(['rm', '--force', '--volumes', id], { timeoutMs: READY_MS });
  });
  const address = (await docker(['port', id, '5432/tcp'], { timeoutMs: ANSWER_MS })).trim().split('\n')[0];
  const url = `postgres://postgres:${PASSWORD}@${address}/postgres`;
  const db = await waitForDatabase(url, { clock, out });
  await db.destroy();
  return { url, description: `${IMAGE} in a container`, isEmbedded: false };
}

async function startEmbedded({ stateDir, supervise }: BenchFrame): Promise<BenchPostgres> {
  const url = await startEmbeddedPostgres(stateDir, launcher(stateDir, supervise()));
  return { url, description: 'the embedded Postgres', isEmbedded: true };
}

/** Returns its URL. */
export async function startEmbeddedPostgres(stateDir: string, launch: Launch): Promise<string> {
  const dataArgs = ['--data-dir', join(stateDir, 'postgres'), '--port', `${await freePort()}`];
  const { ready } = await launch('postgres', [...dataArgs, '--stop-with-stdin'], {}, READY_MS);
  return ready.url ?? '';
}

export function givenDatabaseUrl(): { url: string; variable: string } | null {
  const { TEST_DATABASE_URL: test } = process.env;
  if (test) return { url: test, variable: 'TEST_DATABASE_URL' };
  const { DATABASE_URL: url } = loadSettings();
  return url === undefined ? null : { url, variable: 'DATABASE_URL' };
}

export async function describeServer(url: string): Promise<string> {
  const db = await connectDatabase(url, { max: 1 });
  try {
    const facts = await readServerFacts(db);
    assertUsableServer(facts);
    return `Postgres ${facts.major}`;
  } finally {
    await db.destroy();
  }
}

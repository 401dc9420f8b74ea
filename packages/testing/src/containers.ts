import { hostname } from 'node:os';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { RedisContainer } from '@testcontainers/redis';
import { type ContainerRuntimeClient, getContainerRuntimeClient, getReaper, ImageName } from 'testcontainers';
import type { TestServer } from './servers.ts';

/** The images of docker-compose.yml. */
export const IMAGES = { postgres: 'pgvector/pgvector:pg17', redis: 'redis:8' } as const;

export type Say = (line: string) => void;

/** No Docker engine here can run the servers. The message says why, in one line. */
export class NoContainers extends Error {
  override readonly name = 'NoContainers';
}

const ANSWER_MS = 10_000;
const PULL_MS = 300_000;
const RUN_LABEL = 'dev.fairlead.test-run';

/** A Docker engine that answers soon, and has both images or can pull them. Throws NoContainers. */
export async function findEngine(say: Say): Promise<ContainerRuntimeClient> {
  const engine = await attempt('no Docker engine answers', ANSWER_MS, getContainerRuntimeClient());
  for (const image of Object.values(IMAGES)) await ensureImage(engine, image, say);
  await ensureRemoval(engine, say);
  return engine;
}

/** Throws NoContainers when the image is neither here nor can be pulled. */
export async function ensureImage(
  { image: images }: ContainerRuntimeClient,
  name: string,
  say: Say,
): Promise<void> {
  const image = ImageName.fromString(name);
  if (await images.exists(image)) return;
  say(`Pulling ${name} (up to a few minutes, once)`);
  await attempt(`${name} cannot be pulled`, PULL_MS, images.pull(image));
}

/**
 * What a killed run leaves behind is removed by Ryuk, a container of Testcontainers'. Where its image
 * cannot be had, or it is switched off, our next run does it.
 */
async function ensureRemoval(engine: ContainerRuntimeClient, say: Say): Promise<void> {
  if (process.env.TESTCONTAINERS_RYUK_DISABLED !== 'true') {
    try {
      await attempt('Ryuk does not start', PULL_MS, getReaper(engine));
      return;
    } catch (error) {
      process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
      say(`${reasonOf(error)}; the containers of a killed run are removed by the next one`);
    }
  }
  await removeLeftovers(engine);
}

/** Those of runs on this machine whose process is gone. */
async function removeLeftovers({ container: containers }: ContainerRuntimeClient): Promise<void> {
  for (const { Id, Labels } of await containers.list()) {
    const [host, pid] = (Labels[RUN_LABEL] ?? '').split('/');
    if (host !== hostname() || isAlive(Number(pid))) continue;
    await containers.dockerode.getContainer(Id).remove({ force: true, v: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const labels = (): Record<string, string> => ({ [RUN_LABEL]: `${hostname()}/${process.pid}` });

/** A Postgres that keeps nothing: its data is in memory, and it waits for no disk. */
export async function startPostgresContainer(): Promise<TestServer> {
  const container = await new PostgreSqlContainer(IMAGES.postgres)
    .withLabels(labels())
    .withTmpFs({ '/var/lib/postgresql/data': 'rw' })
    .withCommand(['postgres', ...['fsync', 'synchronous_commit', 'full_page_writes'].flatMap(switchedOff)])
    .start();
  return {
    url: container.getConnectionUri(),
    description: `${IMAGES.postgres} in a container`,
    stop: async () => void (await container.stop()),
  };
}

const switchedOff = (setting: string): string[] => ['-c', `${setting}=off`];

/** A Redis that keeps nothing, and never evicts, as BullMQ requires. */
export async function startRedisContainer(): Promise<TestServer> {
  const settings = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const container = await new RedisContainer(IMAGES.redis)
    .withLabels(labels())
    .withCommand(['redis-server', ...settings])
    .start();
  return {
    url: container.getConnectionUrl(),
    description: `${IMAGES.redis} in a container`,
    stop: async () => void (await container.stop()),
  };
}

/** What it resolves to, unless it fails or takes longer; then NoContainers says what did not work, and why. */
async function attempt<T>(failure: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    timeout.addEventListener('abort', () => reject(new Error(`not within ${timeoutMs / 1_000} s`)));
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new NoContainers(`${failure} (${reasonOf(error)})`, { cause: error });
  }
}

export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.trim() ?? '';
}

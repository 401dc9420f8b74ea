import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, CommandMissing, startChildServer } from './child-server.ts';

/** A server that tests may use: one that was there already, or one of their own. */
export interface TestServer {
  url: string;
  /** For the line that says what the tests run on. */
  description: string;
  stop(): Promise<void>;
}

/** A server somebody else runs: it is used, never stopped. */
export function existingServer(url: string, variable: string): TestServer {
  return { url, description: `the server named by ${variable}`, stop: () => Promise.resolve() };
}

/** The embedded Postgres, in memory, in a process of its own. */
export async function startPglite(): Promise<TestServer> {
  const main = createRequire(import.meta.url).resolve('@fairlead/pglite-server/main');
  const args = [main, '--memory', '--stop-with-stdin'];
  const { readyLine, stop } = await startChildServer(process.execPath, args, /"ready":true/);
  const { url } = JSON.parse(readyLine) as { url: string };
  return { url, description: 'embedded PGlite', stop };
}

/** Commands that speak Redis, in order of preference. */
const redisCommands = ['redis-server', 'valkey-server'] as const;

/**
 * A Redis of the tests' own: free port, loopback, nothing saved, and never evicting, as BullMQ requires.
 * Throws with the remedy when none of `commands` is installed.
 */
export async function startRedis(commands: readonly string[] = redisCommands): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'test-redis-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const port = await findFreePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    args.push('--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction');
    const { command, server } = await startFirst(commands, args);
    const stop = () => server.stop().finally(removeFolder);
    return { url: `redis://127.0.0.1:${port}`, description: command, stop };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

async function startFirst(
  commands: readonly string[],
  args: readonly string[],
): Promise<{ command: string; server: ChildServer }> {
  for (const command of commands) {
    try {
      return { command, server: await startChildServer(command, args, /Ready to accept connections/) };
    } catch (error) {
      if (!(error instanceof CommandMissing)) throw error;
    }
  }
  throw new Error(
    `The tests need Redis, and none of ${commands.join(', ')} is on PATH. Install one ` +
      '(apt-get install redis-server, or brew install redis), or set TEST_REDIS_URL to a server that tests may use.',
  );
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

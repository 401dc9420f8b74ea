import { spawn } from 'node:child_process';
import { createReadStream, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Failed } from '../failed.ts';
import { isExecutable, run } from '../setup/run.ts';

export type PostgresTool = 'pg_dump' | 'pg_restore';

// Debian puts a wrapper on PATH, which may choose an older one than there is.
const OTHER_FOLDERS = '/usr/lib/postgresql/*/bin';

/** The oldest on this machine that is at least of version `major`. Throws `Misconfigured` when there is none. */
export async function findTool(name: PostgresTool, major: number): Promise<string> {
  const found = await listTools(name);
  const fitting = found.find((tool) => tool.major >= major);
  if (fitting) return fitting.path;
  const versions = found.length > 0 ? ` (here: ${found.map((tool) => tool.major).join(', ')})` : '';
  throw new Misconfigured(
    `There is no ${name} of version ${major} or newer${versions}.`,
    `Install postgresql-client-${major}, or run ${name} where the server is: docs/deploy.md shows how.`,
  );
}

/** The newest on this machine: it reads whatever an older one wrote. Throws `Misconfigured` when there is none. */
export async function newestTool(name: PostgresTool): Promise<string> {
  const newest = (await listTools(name)).at(-1);
  if (newest) return newest.path;
  throw new Misconfigured(
    `There is no ${name} on this machine.`,
    'Install the client programs of Postgres: postgresql-client.',
  );
}

/** Oldest first. */
async function listTools(name: PostgresTool): Promise<{ path: string; major: number }[]> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...globSync(OTHER_FOLDERS)];
  const found: { path: string; major: number }[] = [];
  for (const path of folders.map((folder) => join(folder, name))) {
    if (await isExecutable(path)) found.push({ path, major: await majorOf(path) });
  }
  return found.sort((a, b) => a.major - b.major);
}

async function majorOf(path: string): Promise<number> {
  const { output } = await run(path, ['--version'], 10_000);
  return Number(/ (\d+)(\.|devel|beta|rc|\s|$)/.exec(output)?.[1] ?? 0);
}

export interface ToolRun {
  args: readonly string[];
  /** On top of our own environment. */
  env?: Readonly<Record<string, string>>;
  /** The file that is its standard input. Default: none. */
  input?: string;
}

/**
 * The standard output of a tool, which starts when it is first asked for some. Ends with `Failed` when the
 * tool fails, so that half an output is never taken for a whole one.
 */
export async function* runTool(path: string, { args, env = {}, input }: ToolRun): AsyncGenerator<Buffer> {
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  // It may end before it has read everything; its exit code tells what that means.
  pipeline(input === undefined ? Readable.from([]) : createReadStream(input), child.stdin).catch(() => {});
  yield* child.stdout;
  const code = await ended;
  if (code !== 0) throw new Failed(`${path} failed: ${words.trim() || `code ${code}`}`);
}

/** A connection string as libpq's environment: on the command line everybody on the machine could read the password. */
export function libpqEnvironment(databaseUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const given: Record<string, string | null> = {
    PGHOST: searchParams.get('host') ?? hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode'),
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
    PGOPTIONS: searchParams.get('options'),
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Another live server uses the folder; two would destroy the database. */
export class DataFolderLocked extends Error {
  override readonly name = 'DataFolderLocked';
  readonly pid: number;
  constructor(folder: string, pid: number) {
    super(`the data folder ${folder} is in use by process ${pid}; stop that server or choose another folder`);
    this.pid = pid;
  }
}

export interface DataFolder {
  /** Where the engine keeps its files. */
  databaseFolder: string;
  /** Says that the database is complete; without it the next start begins anew. */
  markInitialised(): void;
  release(): void;
}

/** Locks held by this very process, which its own pid in a lock file cannot tell from a reused one. */
const heldHere = new Set<string>();

/** Creates `folder` if needed and locks it. Throws DataFolderLocked while another server lives in it. */
export function claimDataFolder(folder: string): DataFolder {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const lockFile = join(root, 'server.lock');
  const databaseFolder = join(root, 'pgdata');
  const initialisedMark = join(root, 'initialised');
  takeLock(root, lockFile);
  // A server killed while it created the database leaves half of one, which would never open.
  if (!existsSync(initialisedMark)) rmSync(databaseFolder, { recursive: true, force: true });
  return {
    databaseFolder,
    markInitialised: () => writeFileSync(initialisedMark, ''),
    release: () => {
      heldHere.delete(lockFile);
      rmSync(lockFile, { force: true });
    },
  };
}

function takeLock(root: string, lockFile: string): void {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, describeProcess(process.pid));
  try {
    if (!linkLock(draft, lockFile)) {
      const owner = readLiveOwner(lockFile);
      if (owner !== undefined) throw new DataFolderLocked(root, owner);
      rmSync(lockFile, { force: true });
      if (!linkLock(draft, lockFile)) throw new DataFolderLocked(root, readLiveOwner(lockFile) ?? 0);
    }
    heldHere.add(lockFile);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A hard link appears whole or not at all, unlike a file that is created and then written. */
function linkLock(draft: string, lockFile: string): boolean {
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The pid in the lock file if that very process still lives; undefined when the lock is stale. */
function readLiveOwner(lockFile: string): number | undefined {
  const content = readIfPresent(lockFile);
  const pid = Number.parseInt(content, 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (pid === process.pid) return heldHere.has(lockFile) ? pid : undefined;
  return isAlive(pid) && describeProcess(pid) === content ? pid : undefined;
}

/** Empty when its owner has just released it. */
function readIfPresent(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The pid and, where /proc tells it, the start time: in a container the same pid comes back at every start. */
export function describeProcess(pid: number): string {
  return `${pid}\n${readStartTicks(pid)}\n`;
}

function readStartTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may contain spaces; counted from behind its bracket the start time is field 20.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

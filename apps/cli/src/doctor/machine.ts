import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { wallClockMs } from '@fairlead/shared/runtime/clock';
import { ensureStateFolder } from './files.ts';
import { type Check, fail, ok, warn } from './finding.ts';

const MB = 1e6;
/** Databases, logs and the embedding model of a small system. */
const COMFORTABLE_DISK_MB = 2_000;
const LEAST_DISK_MB = 300;
const COMFORTABLE_MEMORY_MB = 3_500;
const LEAST_MEMORY_MB = 1_500;
const OLDEST_NODE = [24, 7] as const;
/** No clock that is right shows an earlier time than this was written. */
const WRITTEN_AT = Date.UTC(2026, 10, 1);

export const node: Check = () => nodeIs(process.versions.node);

export function nodeIs(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNewEnough
    ? ok(`v${version}`)
    : fail(
        `v${version} is too old.`,
        `Install Node ${OLDEST_NODE.join('.')} or newer, or start with ./fairlead, which brings one.`,
      );
}

export const disk: Check = async ({ settings }) => {
  const { bavail, bsize } = await statfs(await ensureStateFolder(settings.FAIRLEAD_STATE_DIR));
  return diskHas(Math.floor((bavail * bsize) / MB));
};

export function diskHas(freeMb: number) {
  const detail = `${freeMb} MB free where the state folder is`;
  const remedy = 'Free some, or put FAIRLEAD_STATE_DIR on another disk.';
  if (freeMb < LEAST_DISK_MB) return fail(detail, remedy);
  return freeMb < COMFORTABLE_DISK_MB ? warn(detail, remedy) : ok(detail);
}

export const memory: Check = () => {
  // In a container less may be given than the machine has.
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return memoryIs(Math.floor(total / MB), Math.floor(process.availableMemory() / MB));
};

export function memoryIs(totalMb: number, freeMb: number) {
  const detail = `${totalMb} MB, ${freeMb} MB of it free`;
  const remedy = `Everything on one machine is comfortable with ${COMFORTABLE_MEMORY_MB} MB: add some, end other programs, or set FAIRLEAD_EMBEDDER=hashing.`;
  if (totalMb < LEAST_MEMORY_MB) return fail(detail, remedy);
  return totalMb < COMFORTABLE_MEMORY_MB ? warn(detail, remedy) : ok(detail);
}

export const clock: Check = ({ settings }) => clockSays(wallClockMs(), settings.FAIRLEAD_ACCOUNT_TIME_ZONE);

export function clockSays(nowMs: number, accountZone: string) {
  const now = new Date(nowMs).toISOString();
  if (nowMs < WRITTEN_AT)
    return fail(
      `It shows ${now}, which has passed.`,
      'Set the clock, best by NTP: limits are counted by it.',
    );
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: accountZone, timeStyle: 'short' }).format(nowMs);
  return ok(`${now}, time zone ${timeZone}; for a new account it is ${local} (${accountZone})`);
}

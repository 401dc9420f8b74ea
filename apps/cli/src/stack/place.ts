import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { systemClock } from '@fairlead/shared/runtime/clock';
import type { Settings } from '@fairlead/shared/runtime/env';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import type { Output } from '../output.ts';
import { launcher } from './launcher.ts';
import { readRunFile } from './run-file.ts';
import { createSupervisor } from './supervisor.ts';

/** The database the settings name, opened. */
export interface Place {
  db: Database;
  url: string;
  kind: 'server' | 'embedded';
  close(): Promise<void>;
}

type Wanted = Pick<Settings<SettingName>, 'DATABASE_URL' | 'FAIRLEAD_STATE_DIR'>;

const READY_MS = 60_000;

/** For reading: the embedded one through the system that runs, when it does. Throws `Misconfigured` when there is none. */
export async function openToRead(wanted: Wanted, out: Output): Promise<Place> {
  const { FAIRLEAD_STATE_DIR: stateDir } = wanted;
  if (!mayHoldData(wanted)) {
    throw new Misconfigured(
      `There is no embedded database in ${stateDir}.`,
      'Set DATABASE_URL, or FAIRLEAD_STATE_DIR to the folder of the system that you mean.',
    );
  }
  return await openToWrite(wanted, out);
}

/** The same, and an embedded one is made where there is none yet. */
export async function openToWrite(
  { DATABASE_URL: url, FAIRLEAD_STATE_DIR: stateDir }: Wanted,
  out: Output,
): Promise<Place> {
  if (url !== undefined) return await connect(url, 'server');
  const running = await readRunFile(stateDir);
  if (running?.databaseUrl) return await connect(running.databaseUrl, 'embedded');
  if (running) throw new Misconfigured('Fairlead is still starting.', 'Try again in a few seconds.');
  return await startEmbedded(stateDir, out);
}

/** False when there is no database that could hold anything: none is named, and the embedded one was never started. */
export function mayHoldData({ DATABASE_URL: url, FAIRLEAD_STATE_DIR: stateDir }: Wanted): boolean {
  return url !== undefined || existsSync(folderOf(stateDir));
}

/** For replacing what it holds. Throws `Misconfigured` while the system runs. */
export async function openToReplace(
  { DATABASE_URL: url, FAIRLEAD_STATE_DIR: stateDir }: Wanted,
  out: Output,
): Promise<Place> {
  const running = await readRunFile(stateDir);
  if (running)
    throw new Misconfigured(`Fairlead runs from ${stateDir} (process ${running.pid}).`, 'Stop it first.');
  return url === undefined ? await startEmbedded(stateDir, out) : await connect(url, 'server');
}

const folderOf = (stateDir: string): string => join(stateDir, 'postgres');

async function startEmbedded(stateDir: string, out: Output): Promise<Place> {
  await mkdir(join(stateDir, 'logs'), { recursive: true, mode: 0o700 });
  out.step('Starting the embedded Postgres (a few seconds)');
  const supervisor = createSupervisor(systemClock(), out);
  const launch = launcher(stateDir, supervisor);
  try {
    const args = ['--data-dir', folderOf(stateDir), '--stop-with-stdin'];
    const { ready } = await launch('postgres', args, {}, READY_MS);
    return await connect(ready.url ?? '', 'embedded', () => supervisor.stop());
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

async function connect(
  url: string,
  kind: Place['kind'],
  stop = async (): Promise<void> => {},
): Promise<Place> {
  // One connection: a backup is one transaction, and a restore must be the only client.
  const db = await connectDatabase(url, { max: 1 });
  return { db, url, kind, close: () => db.destroy().finally(stop) };
}

import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVault } from '@fairlead/shared/runtime/crypto';
import { ensureSecretKey } from '../setup/secret-key.ts';
import { type Check, ok, warn } from './finding.ts';

export async function ensureStateFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

export const stateFolder: Check = async ({ settings }) => {
  const path = await ensureStateFolder(settings.FAIRLEAD_STATE_DIR);
  await access(path, constants.W_OK);
  const { mode } = await stat(path);
  return (mode & 0o077) === 0
    ? ok(path)
    : warn(`${path} can be read by others on this machine.`, `Run: chmod 700 ${path}`);
};

export const secretKey: Check = async ({ settings }) => {
  const { FAIRLEAD_SECRET_KEY: given, FAIRLEAD_STATE_DIR: stateDir } = settings;
  const path = join(stateDir, 'secret.key');
  const exists = await stat(path).then(
    () => true,
    () => false, // Whatever keeps it from being looked at keeps it from being read below.
  );
  if (!given && !exists) return ok('made at the first start');
  createVault(await ensureSecretKey(given, stateDir));
  return given ? ok('FAIRLEAD_SECRET_KEY') : ok(`${path}, for its owner alone`);
};

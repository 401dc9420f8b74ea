import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateMasterKey } from '@fairlead/shared/runtime/crypto';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';

/** The key file below the state folder: made once, readable by its owner alone. */
export async function ensureSecretKey(configured: Secret | undefined, stateDir: string): Promise<Secret> {
  if (configured) return configured;
  const path = join(stateDir, 'secret.key');
  const existing = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Misconfigured(
      `${path} cannot be read: ${error.message}`,
      'Make it readable for this user alone.',
    );
  });
  if (existing !== null) {
    await assertPrivate(path);
    return new Secret(existing.trim());
  }
  const key = generateMasterKey();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return new Secret(key);
}

async function assertPrivate(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    throw new Misconfigured(`${path} can be read by others on this machine.`, `Run: chmod 600 ${path}`);
  }
}

import { randomUUID } from 'node:crypto';
import { readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { changeEnvText, type EnvChanges } from './env-text.ts';

/**
 * Changes values in a `.env` file, whole or not at all, and leaves it readable by its owner alone. It is made where
 * there is none. Throws `Misconfigured`, without any value, when that cannot be done.
 */
export async function changeEnvFile(path: string, changes: EnvChanges): Promise<void> {
  try {
    const target = await realpath(path).catch(() => path);
    const changed = changeEnvText(await readText(target), changes);
    if (changed === null) throw unwritable(path, changes);
    const partial = `${target}.${randomUUID()}`;
    await writeFile(partial, changed, { mode: 0o600, flag: 'wx' });
    await rename(partial, target);
  } catch (thrown) {
    if (thrown instanceof Misconfigured) throw thrown;
    const { message } = coerceError(thrown);
    throw new Misconfigured(`${path} cannot be written: ${message}`, 'Make it a file that you can write.');
  }
}

async function readText(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''; // There need not be one.
    throw error;
  });
}

function unwritable(path: string, changes: EnvChanges): Misconfigured {
  const names = Object.keys(changes);
  return new Misconfigured(
    `${names.join(', ')} cannot be written to ${path} so that it would be read back unchanged.`,
    `Put the value into a file, and name that file in ${path}: ${names[0]}_FILE=<path>`,
  );
}

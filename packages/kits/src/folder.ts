import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { CONFIG_FILE, type KitConfig } from './config.ts';
import { kitFault } from './fault.ts';
import { isKitFile, type KitFiles, pickFiles } from './files.ts';
import { MOST_BYTES } from './limits.ts';
import { type KitModel, MODEL_FILES } from './model.ts';

/** The kit in a folder. Throws `Misconfigured`. */
export async function readFolder(path: string): Promise<KitFiles> {
  const files = new Map<string, Buffer>();
  for (const name of (await namesIn(path)).filter(isKitFile))
    files.set(name, await readSmall(join(path, name), name));
  return pickFiles(files, path);
}

/** Writes a kit into a folder that is empty or does not exist. Throws `Misconfigured` for any other. */
export async function writeFolder(
  path: string,
  config: KitConfig,
  { format, bytes }: Pick<KitModel, 'format' | 'bytes'>,
): Promise<void> {
  await mkdir(path, { recursive: true });
  if ((await readdir(path)).length > 0) {
    throw kitFault(`${path} is not empty.`, 'Name a folder that does not exist yet.');
  }
  await writeFile(join(path, CONFIG_FILE), `${JSON.stringify(config, null, 2)}\n`);
  await writeFile(join(path, MODEL_FILES[format]), bytes);
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    throw kitFault(`${path} is no folder that can be read: ${coerceError(error).message}`, NAMES, error);
  }
}

const NAMES = 'Name a folder, an https address or a repository, hf:owner/name.';

async function readSmall(path: string, name: string): Promise<Buffer> {
  const most = name === CONFIG_FILE ? MOST_BYTES.config : MOST_BYTES.model;
  const found = await stat(path);
  if (!found.isFile()) throw kitFault(`${path} is no file.`, NAMES);
  if (found.size > most) throw kitFault(`${path} has ${found.size} bytes; ${most} are allowed.`, NAMES);
  return await readFile(path);
}

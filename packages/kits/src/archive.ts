import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { extract, type Header } from 'tar-stream';
import { CONFIG_FILE } from './config.ts';
import { kitFault } from './fault.ts';
import { isKitFile, type KitFiles, pickFiles } from './files.ts';
import { MOST_BYTES, MOST_ENTRIES } from './limits.ts';

const unzip = promisify(gunzip);

/**
 * The kit in a .tar.gz, at its root or in its one folder. Nothing is written to disk, so no name in it can point
 * anywhere; what is no plain file or folder is refused all the same. Throws `Misconfigured`.
 */
export async function readArchive(bytes: Buffer): Promise<KitFiles> {
  try {
    const files = await filesIn(await unzip(bytes, { maxOutputLength: MOST_BYTES.unpacked }));
    return pickFiles(files, 'the archive');
  } catch (error) {
    if (error instanceof Misconfigured) throw error;
    throw kitFault(`the archive cannot be read: ${coerceError(error).message}`, PACK, error);
  }
}

const PACK = 'Pack the folder anew: tar czf kit.tar.gz <folder>';

async function filesIn(tar: Buffer): Promise<Map<string, Buffer>> {
  const extractor = extract();
  extractor.end(tar);
  const files = new Map<string, Buffer>();
  let entries = 0;
  for await (const entry of extractor) {
    entries += 1;
    if (entries > MOST_ENTRIES) throw kitFault(`the archive has more than ${MOST_ENTRIES} entries.`, PACK);
    const name = nameOf(entry.header);
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (name === null) continue;
    if (files.has(name)) throw kitFault(`the archive has ${name} twice.`, PACK);
    const file = Buffer.concat(chunks);
    const most = name === CONFIG_FILE ? MOST_BYTES.config : MOST_BYTES.model;
    if (file.length > most) throw kitFault(`${name} has ${file.length} bytes; ${most} are allowed.`, PACK);
    files.set(name, file);
  }
  return files;
}

/** Which of a kit's files the entry is; null for a folder and for what a kit does not consist of. */
function nameOf({ name, type }: Header): string | null {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (type !== 'file' && type !== 'directory') throw kitFault(`the archive holds a ${type}: ${name}`, PACK);
  if (name.startsWith('/') || name.includes('\\') || parts.includes('..')) {
    throw kitFault(`the archive holds a path that leads out of it: ${name}`, PACK);
  }
  const file = parts.at(-1) ?? '';
  return type === 'file' && parts.length <= 2 && isKitFile(file) ? file : null;
}

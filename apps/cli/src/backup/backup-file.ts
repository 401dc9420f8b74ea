import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../stack/json-file.ts';

/** What a backup holds, written beside it as `<file>.json`. */
const Manifest = z.object({
  writtenAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  rows: z.record(z.string(), z.int()),
  sha256: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

const manifestOf = (path: string): string => `${path}.json`;

/** Throws `Misconfigured` when there is such a file. */
export async function assertFree(path: string): Promise<void> {
  const taken = await access(path).then(
    () => true,
    () => false,
  );
  if (taken)
    throw new Misconfigured(`${path} is there already.`, 'Choose another name, or replace it: --force');
}

/** Writes the whole file or nothing, for its owner alone, and its manifest. Returns its size in bytes. */
export async function writeBackup(
  path: string,
  content: AsyncIterable<string | Buffer>,
  describe: () => Omit<Manifest, 'sha256'>,
): Promise<number> {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    const file = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true });
    await pipeline(Readable.from(content), file);
    const sha256 = await hashOf(part);
    await rm(manifestOf(path), { force: true });
    await rename(part, path);
    await writeJsonFile(manifestOf(path), { ...describe(), sha256 } satisfies Manifest);
    return file.bytesWritten;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The manifest beside the backup, null when there is none. Throws `Misconfigured` when the file is another one. */
export async function readManifest(path: string): Promise<Manifest | null> {
  const manifest = await readJsonFile(manifestOf(path), Manifest);
  if (manifest && manifest.sha256 !== (await hashOf(path))) {
    throw new Misconfigured(
      `${path} is not as it was written: it does not match ${manifestOf(path)}.`,
      'Use another copy of the backup.',
    );
  }
  return manifest;
}

/** How pg_dump's custom format begins; everything else is taken for SQL. Throws `Misconfigured` when it cannot be read. */
export async function isCustomFormat(path: string): Promise<boolean> {
  const magic = Buffer.from('PGDMP');
  const file = await open(path).catch((error: Error) => {
    throw new Misconfigured(`${path} cannot be read: ${error.message}`, 'Name a file that you can read.');
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    return buffer.equals(magic);
  } finally {
    await file.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

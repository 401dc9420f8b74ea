import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { CALLED_FROM } from '../paths.ts';
import { isCustomFormat, type Manifest, readManifest } from './backup-file.ts';
import { newestTool, runTool } from './postgres-tools.ts';

/** A backup to be read, as SQL. */
export interface BackupSource {
  name: string;
  /** Null when there is none to compare with. */
  manifest: Manifest | null;
  text: AsyncIterable<string>;
}

/**
 * Opens a file that `backup` or pg_dump wrote, or SQL on standard input for `-`. Throws `Misconfigured`
 * when it cannot be read, is not as it was written, or needs a pg_restore that is not here.
 */
export async function openBackup(file: string): Promise<BackupSource> {
  if (file === '-') {
    return { name: 'standard input', manifest: null, text: process.stdin.setEncoding('utf8') };
  }
  const path = resolve(CALLED_FROM, file);
  const isCustom = await isCustomFormat(path);
  const manifest = await readManifest(path);
  const text = isCustom ? await textOfCustom(path) : createReadStream(path, { encoding: 'utf8' });
  return { name: path, manifest, text };
}

/** pg_dump's custom format, turned into SQL by pg_restore. */
async function textOfCustom(path: string): Promise<AsyncIterable<string>> {
  const program = await newestTool('pg_restore');
  return decode(runTool(program, { args: ['--file=-', '--no-owner', '--no-privileges'], input: path }));
}

async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

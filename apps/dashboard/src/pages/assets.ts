import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of style sheet and scripts. */
export const PUBLIC_DIR = fileURLToPath(new URL('../../public', import.meta.url));

/** Changes with the content of any asset, so that browsers may keep each version for ever. */
export const assetVersion = hashOfFiles(PUBLIC_DIR);

function hashOfFiles(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 10);
}

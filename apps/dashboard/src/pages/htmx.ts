import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const script = fileURLToPath(import.meta.resolve('htmx.org/dist/htmx.min.js'));

/** The folder of the htmx package that holds `htmx.min.js`. */
export const HTMX_DIR = dirname(script);

/** Of the installed package, so that browsers may keep each version for ever. */
export const htmxVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(HTMX_DIR, '../package.json'), 'utf8'))).version;

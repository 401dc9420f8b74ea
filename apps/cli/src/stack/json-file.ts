import { readFile, rename, writeFile } from 'node:fs/promises';
import type { z } from 'zod';

/** Writes the file for its owner alone. Whoever reads meanwhile sees the old content or the new. */
export async function writeJsonFile(path: string, content: unknown): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Null when there is no such file, or it holds anything else: then it says nothing we could use. */
export async function readJsonFile<S extends z.ZodType>(
  path: string,
  schema: S,
): Promise<z.output<S> | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

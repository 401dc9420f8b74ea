import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderAnalyticsPage } from './analytics-page.ts';
import { renderConfigurationPage } from './configuration-page.ts';
import { renderEnvExample } from './env-example.ts';
import { ROOT } from './paths.ts';

const GENERATED: readonly (readonly [path: string, render: () => string | Promise<string>])[] = [
  ['.env.example', renderEnvExample],
  ['docs/analytics.md', renderAnalyticsPage],
  ['docs/configuration.md', renderConfigurationPage],
];

/** Those files that do not say what the code says, by their paths below `root`. */
export async function staleFiles(root: string = ROOT): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, render] of GENERATED) {
    const text = await readFile(join(root, path), 'utf8').catch(() => null);
    if (text !== (await render())) stale.push(path);
  }
  return stale;
}

/** Writes them anew. Returns which have changed. */
export async function writeGeneratedFiles(root: string = ROOT): Promise<string[]> {
  const stale = await staleFiles(root);
  for (const [path, render] of GENERATED) await writeFile(join(root, path), await render());
  return stale;
}

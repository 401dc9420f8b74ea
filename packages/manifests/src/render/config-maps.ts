import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from '../manifest.ts';
import type { Kustomization } from './kustomization.ts';

type Generator = Kustomization['configMapGenerator'][number];

/** The ConfigMap under its final name, which ends with a hash of its content: a change of a setting restarts the pods. */
export function generateConfigMap(
  { name, literals, envs }: Generator,
  folder: string,
): { name: string; manifest: Manifest } {
  const lines = [...literals, ...envs.flatMap((path) => readEnvLines(join(folder, path)))];
  const data = Object.fromEntries(lines.map(splitLine).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(data).length < lines.length)
    throw new Error(`ConfigMap ${name}: a name stands there twice`);
  const metadata = { name: `${name}-${hashOf(data)}` };
  return { name, manifest: Manifest.parse({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }) };
}

function readEnvLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** Nothing is unquoted, as kustomize has it: a quote would become part of the value. */
function splitLine(line: string): [name: string, value: string] {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=([^"'].*|)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`Not NAME=value without quotes: ${line}`);
  return [name, value];
}

/** kustomize's: ten digits of SHA-256, with those that could spell words replaced. The name does not count. */
function hashOf(data: Readonly<Record<string, string>>): string {
  const swaps: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };
  // Go writes these three escaped.
  const json = JSON.stringify({ data, kind: 'ConfigMap', name: '' }).replaceAll(
    /[<>&]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  );
  const digest = createHash('sha256').update(json).digest('hex').slice(0, 10);
  return digest.replaceAll(/[013ae]/g, (digit) => swaps[digit] ?? digit);
}

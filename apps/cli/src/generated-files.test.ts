import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS, settingsOf } from '@fairlead/shared/runtime/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderConfigurationPage } from './configuration-page.ts';
import { staleFiles, writeGeneratedFiles } from './generated-files.ts';
import { makeTempFolder, type TempFolder } from './testing/temp-folder.ts';

let folder: TempFolder;

beforeEach(async () => {
  folder = await makeTempFolder();
  await mkdir(join(folder.path, 'docs'));
});
afterEach(() => folder.remove());

test('what is missing or was changed by hand is stale, until it is written anew', async () => {
  const { path } = folder;
  expect(await staleFiles(path)).toEqual(['.env.example', 'docs/analytics.md', 'docs/configuration.md']);
  expect(await writeGeneratedFiles(path)).toEqual([
    '.env.example',
    'docs/analytics.md',
    'docs/configuration.md',
  ]);
  expect(await staleFiles(path)).toEqual([]);
  const page = join(path, 'docs/configuration.md');
  await writeFile(page, (await readFile(page, 'utf8')).replace('`20`', '`21`'));
  expect(await staleFiles(path)).toEqual(['docs/configuration.md']);
});

const SHARED = ['DATABASE_URL', 'OTEL_EXPORTER_OTLP_HEADERS', 'REDIS_URL'];

const rowOf = (name: string): string =>
  renderConfigurationPage()
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\``)) ?? '';

test('the page has a row for every setting, with as many cells as its head', () => {
  for (const name of Object.keys(SETTINGS)) {
    expect(rowOf(name).split(/(?<!\\)\|/), name).toHaveLength(7);
  }
});

test('a row tells secrecy, default and readers', () => {
  expect(rowOf('FAIRLEAD_LLM_API_KEY')).toContain('*secret* | Key of');
  expect(rowOf('FAIRLEAD_CONNECT_DAILY')).toContain('| `20` | commands | `20` |');
  expect(rowOf('FAIRLEAD_MAX_LEADS')).toContain('| – | scheduler, browser-worker | `500` |');
});

test('no process is told a password that it does not need', () => {
  const secretsOf = (reader: Parameters<typeof settingsOf>[0]) =>
    settingsOf(reader)
      .filter((name) => SETTINGS[name].secret)
      .sort();
  expect(secretsOf('scheduler')).toEqual(SHARED);
  expect(secretsOf('ml-worker')).toEqual([...SHARED, 'FAIRLEAD_LLM_API_KEY'].sort());
  expect(secretsOf('browser-worker')).toEqual([...SHARED, 'FAIRLEAD_SECRET_KEY'].sort());
  expect(secretsOf('dashboard')).toEqual([...SHARED, 'FAIRLEAD_SECRET_KEY'].sort());
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadEnvironment, loadSettings } from './load-env.ts';
import { stubSettings } from './testing/stub-settings.ts';
import { makeTempFolder, type TempFolder } from './testing/temp-folder.ts';

let folder: TempFolder;
let envFile: string;

beforeEach(async () => {
  folder = await makeTempFolder();
  envFile = join(folder.path, '.env');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await folder.remove();
});

test('the real environment wins over the .env file, even with nothing', async () => {
  await writeFile(envFile, 'FAIRLEAD_LLM_MODEL=file\nFAIRLEAD_TARGET=linkedin\nFAIRLEAD_CONNECT_DAILY=7\n');
  const environment = loadEnvironment(envFile, { FAIRLEAD_LLM_MODEL: 'real', FAIRLEAD_TARGET: '' });
  expect(environment).toEqual({
    FAIRLEAD_LLM_MODEL: 'real',
    FAIRLEAD_TARGET: '',
    FAIRLEAD_CONNECT_DAILY: '7',
  });
});

test('a text of several lines stands in quotes', async () => {
  await writeFile(envFile, '# what we sell\nFAIRLEAD_CAMPAIGN_PRODUCT_DOCS="first line\nsecond # line"\n');
  expect(loadEnvironment(envFile, {})).toEqual({
    FAIRLEAD_CAMPAIGN_PRODUCT_DOCS: 'first line\nsecond # line',
  });
});

test('there need not be a .env file', () => {
  expect(loadEnvironment(envFile, { REDIS_URL: 'redis://localhost' })).toEqual({
    REDIS_URL: 'redis://localhost',
  });
});

test('one that cannot be read is not passed over', async () => {
  await mkdir(envFile);
  expect(() => loadEnvironment(envFile, {})).toThrow(`${envFile} cannot be read`);
});

test('every setting is read, and every fault is listed at once', () => {
  stubSettings({ FAIRLEAD_CONNECT_DAILY: '12', FAIRLEAD_RISK_ACCEPTED: 'yes' });
  expect(loadSettings()).toMatchObject({ FAIRLEAD_CONNECT_DAILY: 12, FAIRLEAD_RISK_ACCEPTED: true });
  stubSettings({ FAIRLEAD_CONNECT_DAILY: 'many', DATABASE_URL: 'mysql://localhost' });
  vi.stubEnv('FAIRLEAD_MISSPELT', '1');
  expect(loadSettings).toThrow(/FAIRLEAD_MISSPELT.*DATABASE_URL.*FAIRLEAD_CONNECT_DAILY/s);
});

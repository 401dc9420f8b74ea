import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCampaign, listCampaigns } from '@fairlead/db/repositories/campaigns';
import { getKit } from '@fairlead/db/repositories/partner-kits';
import { savePortableModel } from '@fairlead/db/repositories/portable-models';
import { readSnapshot } from '@fairlead/kits/model';
import { readPortable } from '@fairlead/qualifier/portable';
import { createStrategy } from '@fairlead/qualifier/strategies';
import type { QualifierStrategy } from '@fairlead/qualifier/strategy';
import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import {
  addAccount,
  addCampaign,
  addDeal,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
  testVector,
} from '@fairlead/testing/builders';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { makeTempFolder, type TempFolder } from '../testing/temp-folder.ts';
import { listPartners, removePartner } from './kit.ts';
import { exportKit } from './kit-export.ts';
import { importKit } from './kit-import.ts';

let database: MigratedDatabase;
let temp: TempFolder;
let out: RecordingOutput;
let campaignId: number;
let folder: string;

beforeAll(async () => {
  database = await openMigratedDatabase('cli_kit');
});
beforeEach(async () => {
  await emptyTables(database);
  stubSettings({ DATABASE_URL: database.url, FAIRLEAD_EMBEDDER: 'hashing' });
  temp = await makeTempFolder();
  folder = join(temp.path, 'kit');
  out = recordingOutput();
  await addAccount(database.db, { handle: 'ada' });
  campaignId = await addCampaign(database.db, [], {
    name: 'Wind parks',
    strategy: 'bayes',
    productDocs: 'Sensors',
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await temp.remove();
});
afterAll(() => database.drop());

/** A campaign's strategy after forty verdicts, and its model where a fit puts it. */
async function teach(): Promise<QualifierStrategy> {
  const strategy = createStrategy(
    'bayes',
    {},
    { embeddingModel: TEST_MODEL, objective: testVector('objective') },
  );
  const random = seededRandom(2);
  for (let id = 1; id <= 40; id++) {
    const qualified = id % 3 === 0;
    const vector = testVector(id).map(
      (value, i) => value + (i === 0 && qualified ? 0.3 : 0) + 0.01 * gaussian(random),
    );
    strategy.observe({ id, vector, qualified, source: 'llm' });
  }
  const model = strategy.portable();
  await savePortableModel(database.db, campaignId, { version: 'v', embeddingModel: TEST_MODEL, model }, NOW);
  return strategy;
}

const order = (scores: Float64Array | null): number[] =>
  [...(scores ?? []).keys()].sort((a, b) => (scores?.[b] ?? 0) - (scores?.[a] ?? 0));
const exported = () => exportKit('Wind parks', folder, { fraction: 0.3 }, out);
const imported = (options: { name?: string; account?: string[] } = {}) =>
  importKit(folder, { account: [], name: 'Partner', ...options }, out);
const partner = async () =>
  (await listCampaigns(database.db)).find(({ actionFraction }) => actionFraction !== null);

describe('kit export makes a kit from a campaign, and kit import reads it back', () => {
  test('with identical ranking', { timeout: 60_000 }, async () => {
    const strategy = await teach();
    await exported();
    await imported();
    const kit = await getKit(database.db, (await partner())?.id ?? 0);
    const people = Array.from({ length: 1_000 }, (_, i) => testVector(`person ${i}`));
    const ranking = readPortable(readSnapshot(kit?.model ?? Buffer.alloc(0))).probabilities(people);
    expect(order(ranking)).toEqual(order(strategy.probabilities(people)));
  });

  test('with the texts of the campaign, as a partner of the share that was asked for', async () => {
    await teach();
    await exported();
    await imported();
    const own = await getCampaign(database.db, campaignId);
    const { productDocs, objective, bookingLink, followUpTemplate } = own ?? {};
    expect(await partner()).toMatchObject({
      ...{ name: 'Partner', productDocs, objective, bookingLink, followUpTemplate },
      ...{ actionFraction: 0.3, paused: false },
    });
    expect(out.results.at(-1)).toContain('writes as     ada');
    expect(out.objects.at(-1)).toMatchObject({ name: 'Partner', accounts: ['ada'] });
  });

  test('without people: only the two files, and in them no id of a lead', async () => {
    await teach();
    await exported();
    expect(await readdir(folder)).toEqual(['config.json', 'model.json']);
    const model = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    expect(Object.keys(model).sort()).toEqual(
      [
        'calibration',
        'centre',
        'cosine',
        'dimension',
        'embeddingModel',
        'factor',
        'format',
        'kind',
        'objective',
        'version',
        'weights',
      ].sort(),
    );
  });

  test('and a partner passes on the model it came with', async () => {
    await teach();
    await exported();
    await imported();
    const second = join(temp.path, 'second');
    await exportKit('Partner', second, { fraction: 0.5 }, out);
    expect(await readFile(join(second, 'model.json'))).toEqual(await readFile(join(folder, 'model.json')));
  });
});

describe('kit export refuses', () => {
  test('a campaign that has no model yet', async () => {
    await expect(exported()).rejects.toThrow(/no model that may leave/);
  });

  test('a campaign whose model is made of people', async () => {
    await database.db.updateTable('campaign').set({ strategy: 'classic' }).execute();
    await expect(exported()).rejects.toMatchObject({
      remedy: expect.stringContaining('only bayes can be exported'),
    });
  });

  test('a campaign that is not there, and a folder with something in it', async () => {
    await teach();
    await expect(exportKit('Sun', folder, { fraction: 0.3 }, out)).rejects.toThrow(/no campaign “Sun”/);
    await exported();
    await expect(exported()).rejects.toThrow(/is not empty/);
  });
});

describe('None by default: nothing runs under an operator’s name that they did not ask for', () => {
  test('no campaign is a partner before an import', async () => {
    await teach();
    await exported();
    await listPartners(out);
    expect(out.results.at(-1)).toBe('There is no partner campaign.');
    expect(await partner()).toBeUndefined();
  });

  test('with several accounts the one that acts is named', async () => {
    await teach();
    await exported();
    await addAccount(database.db, { handle: 'grace' });
    await expect(imported()).rejects.toThrow(/There are 2 accounts/);
    await expect(imported({ account: ['linus'] })).rejects.toThrow(/no account linus/);
    expect(await partner()).toBeUndefined();
    await imported({ account: ['grace'] });
    expect(out.objects.at(-1)).toMatchObject({ accounts: ['grace'] });
  });

  test('a campaign of the operator’s own is never overwritten', async () => {
    await teach();
    await exported();
    await expect(imported({ name: 'Wind parks' })).rejects.toThrow(/a campaign of your own/);
    expect(await getCampaign(database.db, campaignId)).toMatchObject({
      actionFraction: null,
      productDocs: 'Sensors',
    });
  });

  test('a kit that is wrong changes nothing', async () => {
    await teach();
    await exported();
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, action_fraction: 2 }));
    await expect(imported()).rejects.toThrow(/config.json: action_fraction/);
    expect(await listCampaigns(database.db)).toHaveLength(1);
  });

  test('nor one whose model reads other vectors than are made here', async () => {
    await teach();
    await exported();
    stubSettings({ DATABASE_URL: database.url, FAIRLEAD_EMBEDDER: 'bge-small-en-v1.5' });
    await expect(imported()).rejects.toThrow(/reads vectors of hashing-384-v1/);
    expect(await partner()).toBeUndefined();
  });
});

describe('an imported kit', () => {
  beforeEach(async () => {
    await teach();
    await exported();
    await imported();
  });

  test('is renewed by another import, and runs again', async () => {
    await database.db.updateTable('campaign').set({ paused: true }).where('name', '=', 'Partner').execute();
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, action_fraction: 0.1 }));
    await imported();
    expect(await listCampaigns(database.db)).toHaveLength(2);
    expect(await partner()).toMatchObject({ actionFraction: 0.1, paused: false });
  });

  test('is listed, and stopped by its name or number', async () => {
    const id = (await partner())?.id ?? 0;
    await addDeal(database.db, { campaignId: id });
    await listPartners(out);
    expect(out.results.at(-1)).toMatch(/Partner \(\d+\) +30 % of its turns, 1 deals, by ada, from .*kit/);
    await removePartner(String(id), out);
    expect(out.objects.at(-1)).toEqual({ campaignId: id, closed: 1 });
    expect(await getKit(database.db, id)).toBeNull();
    expect(await partner()).toMatchObject({ paused: true });
    await listPartners(out);
    expect(out.results.at(-1)).toMatch(/removed, 1 deals, by ada$/);
  });

  test('is not mistaken: a campaign of one’s own is not removed', async () => {
    await expect(removePartner('Wind parks', out)).rejects.toThrow(/no partner campaign/);
  });
});

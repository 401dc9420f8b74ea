import { candidatesFor, saveEmbeddings } from '@fairlead/db/repositories/embeddings';
import {
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
  testVector,
} from '@fairlead/testing/builders';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { stubSettings } from '../../testing/stub-settings.ts';
import { runBench } from './frame.ts';
import { measureScale } from './scale.ts';
import { countJudgedLeads, ownLeads, readScaleProgress, seedScaleWorld } from './scale-world.ts';

let database: MigratedDatabase;
beforeAll(async () => {
  database = await openMigratedDatabase('bench_scale');
});
afterAll(() => database.drop());
afterEach(async () => {
  vi.unstubAllEnvs();
  await emptyTables(database);
});

test('every lead awaits the judgement of one campaign, and the campaigns share them evenly', {
  timeout: 60_000,
}, async () => {
  const { db } = database;
  const { campaignIds } = await seedScaleWorld(db, 27, NOW);
  const leads = await db
    .selectFrom('lead')
    .select('id')
    .where('state', '=', 'enriched')
    .orderBy('id')
    .execute();
  expect(leads).toHaveLength(27);
  const embedded = leads.slice(0, 23).map(({ id }) => ({ id, vector: testVector(id) }));
  await saveEmbeddings(db, TEST_MODEL, embedded, NOW);
  const awaiting: number[] = [];
  for (const [i, campaignId] of campaignIds.entries()) {
    const candidates = await candidatesFor(db, campaignId, TEST_MODEL, 100);
    expect(candidates).toHaveLength(ownLeads(23, i));
    awaiting.push(...candidates.map(({ id }) => id));
  }
  expect(awaiting.sort((a, b) => a - b)).toEqual(embedded.map(({ id }) => id));
  expect(await readScaleProgress(db)).toEqual({ embedded: 23, judged: new Map() });
  expect(await countJudgedLeads(db)).toBe(0);
});

test('a small run judges every lead, with 1, 2 and 4 workers', { timeout: 300_000 }, async () => {
  stubSettings({});
  vi.stubEnv('TEST_DATABASE_URL', inject('postgresUrl'));
  const out = recordingOutput();
  const options = { leads: 12, llmLatencyMs: 5, embedder: 'hashing' };
  await runBench(out, (frame) => measureScale(options, frame), new Promise(() => {}));
  const speed = '[1-9][\\d.]*|0\\.\\d+';
  expect(JSON.stringify(out.objects)).toMatch(
    new RegExp(`^\\[\\{"workers":\\{"1":(${speed}),"2":(${speed}),"4":(${speed})\\}\\}\\]$`),
  );
  for (const count of [1, 2, 4])
    expect(out.said).toContainEqual(
      expect.stringMatching(`^step: ${count} ML workers: 12 leads embedded and judged in \\d+\\.\\d s$`),
    );
  expect(out.said.filter((line) => line.startsWith('warn'))).toEqual([]);
});

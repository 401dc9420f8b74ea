import {
  addCampaign,
  addLead,
  emptyTables,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase } from '../database.ts';
import { readNaiveSnapshot } from '../testing/naive-snapshot.ts';
import { MODELS, seedPeople, step } from '../testing/snapshot-steps.ts';
import { saveEmbeddings } from './embeddings.ts';
import { closeLead } from './leads.ts';
import { readPlanSnapshot } from './snapshot.ts';
import { recordVerdict } from './verdicts.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await openMigratedDatabase('snapshot_property');
});
afterAll(() => database.drop());

test('the snapshot says of any database what looking at every row says', { timeout: 300_000 }, async () => {
  const { db } = database;
  const steps = fc.array(step, { minLength: 5, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.constantFrom(...MODELS),
      fc.constantFrom(2, 200),
      async (statements, embeddingModel, countUpTo) => {
        await emptyTables(database);
        for (const statement of [...seedPeople, ...statements]) await statement.execute(db);
        const options = { embeddingModel, countUpTo };
        expect(await readPlanSnapshot(db, options, NOW)).toEqual(await readNaiveSnapshot(db, options, NOW));
      },
    ),
    { numRuns: 40 },
  );
});

test('what several processes write about the same people at once is counted once', {
  timeout: 120_000,
}, async () => {
  await emptyTables(database);
  const { db } = database;
  const rivals = await Promise.all(
    Array.from({ length: 3 }, () => connectDatabase(database.url, { max: 2 })),
  );
  const [embedder = db, judge = db, closer = db] = rivals;
  const campaigns = [await addCampaign(db), await addCampaign(db)];
  const verdict = {
    qualified: true,
    reason: 'r',
    source: 'llm',
    modelVersion: null,
    confidence: null,
  } as const;
  const vector = new Float32Array(384).fill(0.1);
  for (let round = 0; round < 15; round++) {
    const { leadId } = await addLead(db);
    const judged = campaigns.map((campaignId) =>
      judge.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW)),
    );
    await Promise.all([
      saveEmbeddings(embedder, 'm', [{ id: leadId, vector }], NOW),
      ...judged,
      ...(round % 3 === 0 ? [closeLead(closer, leadId, 'inaccessible')] : []),
    ]);
  }
  const options = { embeddingModel: 'm', countUpTo: 200 };
  expect(await readPlanSnapshot(db, options, NOW)).toEqual(await readNaiveSnapshot(db, options, NOW));
  await Promise.all(rivals.map((rival) => rival.destroy()));
});

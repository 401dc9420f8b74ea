import {
  addCampaign,
  addLead,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveEmbeddings } from '../repositories/embeddings.ts';
import { recordVerdict } from '../repositories/verdicts.ts';
import { similarLeads } from './similar-leads.ts';

let database: MigratedDatabase;
beforeAll(async () => {
  database = await openMigratedDatabase('similar leads');
});
afterAll(() => database.drop());

/** A unit vector in a plane, at so many degrees. */
function at(degrees: number): Float32Array {
  const vector = new Float32Array(384);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

async function person(degrees: number | null, model = 'm'): Promise<number> {
  const { leadId } = await addLead(database.db);
  if (degrees !== null) await saveEmbeddings(database.db, model, [{ id: leadId, vector: at(degrees) }], NOW);
  return leadId;
}

test('the nearest come first, with what is said of them, and only of the same model', async () => {
  const { db } = database;
  const me = await person(0);
  const far = await person(60);
  const near = await person(10);
  await person(1, 'another model');
  const unread = await person(null);
  const campaignId = await addCampaign(db, [], { name: 'Parks' });
  const verdict = {
    qualified: true,
    reason: 'r',
    source: 'llm',
    modelVersion: null,
    confidence: null,
  } as const;
  await db.transaction().execute((trx) => recordVerdict(trx, near, campaignId, verdict, NOW));
  const found = await similarLeads(db, me, 5);
  expect(found.map(({ id }) => id)).toEqual([near, far]);
  expect(found[0]?.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 5);
  expect(found.map(({ verdicts }) => verdicts)).toEqual([[{ campaign: 'Parks', qualified: true }], []]);
  expect((await similarLeads(db, me, 1)).map(({ id }) => id)).toEqual([near]);
  expect(await similarLeads(db, unread, 5)).toEqual([]);
});

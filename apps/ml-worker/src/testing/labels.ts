import type { Database } from '@fairlead/db/database';
import { saveEmbeddings } from '@fairlead/db/repositories/embeddings';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import { EMBEDDING_DIMENSIONS } from '@fairlead/shared/domain/embedding';
import type { Verdict } from '@fairlead/shared/domain/verdict';
import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import { addLead, type BuiltLead, NOW, TEST_MODEL } from '@fairlead/testing/builders';

const SPREAD = 0.01;

/** A unit vector near the axis of its kind: people who fit stand together, apart from those who do not. */
export function vectorOf(fits: boolean, seed: number): Float32Array {
  const random = seededRandom(seed);
  const raw = Float32Array.from(
    { length: EMBEDDING_DIMENSIONS },
    (_, i) => SPREAD * gaussian(random) + Number(i === (fits ? 0 : 1)),
  );
  const norm = Math.hypot(...raw);
  return raw.map((value) => value / norm);
}

/** A lead of a kind, with its vector and no verdict. */
export async function addKind(db: Database, fits: boolean, seed: number): Promise<BuiltLead> {
  const lead = await addLead(db);
  await saveEmbeddings(db, TEST_MODEL, [{ id: lead.leadId, vector: vectorOf(fits, seed) }], NOW);
  return lead;
}

/** `count` verdicts of the language model, a yes and a no in turn, each true to its kind. */
export async function addLabels(
  db: Database,
  campaignId: number,
  count: number,
  firstSeed = 0,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const qualified = i % 2 === 0;
    const { leadId } = await addKind(db, qualified, firstSeed + i);
    await addVerdict(db, leadId, campaignId, { qualified });
  }
}

export async function addVerdict(
  db: Database,
  leadId: number,
  campaignId: number,
  verdict: Partial<Verdict> = {},
): Promise<void> {
  const given: Verdict = {
    qualified: true,
    reason: 'An earlier verdict.',
    source: 'llm',
    modelVersion: null,
    confidence: null,
    ...verdict,
  };
  await db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, given, NOW));
}

// Texts per second through the adapter and through bare onnxruntime on the same batches, as one JSON line:
//   node apps/ml-worker/src/adapters/testing/embed-bench.ts FOLDER TEXTS ROUNDS
// FOLDER is empty (a BERT of the real shape with random weights is written there) or holds the real model.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { integer, pick, seededRandom } from '@fairlead/shared/runtime/random';
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import { z } from 'zod';
import { batchesByLength } from '../length-batches.ts';
import { embedderOf, loadPipeline } from '../transformers-embedder.ts';
import { writeTinyBert } from './tiny-bert.ts';

const MODEL = 'BAAI/bge-small-en-v1.5';
const BATCH_SIZE = 16;
const REAL_SHAPE = { heads: 12, inner: 1_536, layers: 12, positions: 512 };
const WORDS =
  'head of sales at a packaging firm nurse in hospital data engineer director machines regional plant manager';

const Arguments = z.tuple([
  z.string().min(1),
  z.coerce.number().int().min(1),
  z.coerce.number().int().min(1),
]);

/** The session of onnxruntime below the pipeline: all that is done around it is what is measured. */
interface Below {
  readonly sessions: { readonly model: { run(feeds: Readonly<Record<string, unknown>>): Promise<unknown> } };
}

const [folder, count, rounds] = Arguments.parse(process.argv.slice(2));
const isReal = await access(join(folder, MODEL)).then(
  () => true,
  () => false,
);
if (!isReal) await writeTinyBert(folder, { name: MODEL, shape: REAL_SHAPE });
const extract = await loadPipeline(MODEL, { modelDir: folder });
const embedder = embedderOf(extract, MODEL, BATCH_SIZE);
const texts = inventTexts(count);
const inputs = batchesByLength(texts, BATCH_SIZE).map((batch) =>
  tokenise(
    extract,
    batch.map(({ text }) => text),
  ),
);
const session = (extract.model as unknown as Below).sessions.model;

const ours = (): Promise<unknown> => embedder.embed(texts);
const bare = async (): Promise<void> => {
  for (const input of inputs) await session.run(input);
};
await ours();
await bare();
const times = { ours: [] as number[], bare: [] as number[] };
for (let round = 0; round < rounds; round++) {
  // Whoever comes first in one round comes last in the next.
  for (const name of round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
    const elapsedMs = elapsedTimer();
    await (name === 'ours' ? ours() : bare());
    times[name].push(elapsedMs());
  }
}
await embedder.close();
process.stdout.write(`${JSON.stringify({ ...times, texts: count, isReal })}\n`);

/** As the session takes them. */
function tokenise(pipeline: FeatureExtractionPipeline, batch: readonly string[]): Record<string, unknown> {
  const tokens: Record<string, { ort_tensor: unknown }> = pipeline.tokenizer([...batch], {
    padding: true,
    truncation: true,
  });
  return Object.fromEntries(Object.entries(tokens).map(([name, tensor]) => [name, tensor.ort_tensor]));
}

/** Profiles differ in length: from a headline to a long career. */
function inventTexts(many: number): string[] {
  const random = seededRandom('embed bench');
  const words = WORDS.split(' ');
  return Array.from({ length: many }, () =>
    Array.from({ length: integer(random, 8, 120) }, () => pick(random, words)).join(' '),
  );
}

import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Label } from '@fairlead/qualifier/strategy';
import { gaussian, type Random, seededRandom } from '@fairlead/shared/runtime/random';

export const DIMENSIONS = 384;
const CLUSTERS = 12;
/** Most clusters fit, so that the classic strategy explores: that is its dearer choice. */
const POSITIVE_CLUSTERS = 8;
const FLIPPED = 0.05;
const SEED = 17;

/** So many unit vectors in clusters, with answers that follow the cluster but for one in twenty. */
export function benchLabels(count: number): Label[] {
  const random = seededRandom(SEED);
  const centres = Array.from({ length: CLUSTERS }, () => direction(random, null));
  return Array.from({ length: count }, (_, id) => {
    const cluster = Math.floor(random.next() * CLUSTERS);
    const qualified = cluster < POSITIVE_CLUSTERS !== random.next() < FLIPPED;
    return { id, vector: direction(random, centres[cluster] ?? null), qualified, source: 'llm' };
  });
}

/** A unit vector, near the centre if there is one; its first coordinates vary most, as those of embeddings do along their axes. */
function direction(random: Random, centre: Float32Array | null): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  let squares = 0;
  for (let j = 0; j < DIMENSIONS; j++) {
    const value = gaussian(random) / (1 + j / 16) + (centre?.[j] ?? 0) * 4;
    vector[j] = value;
    squares += value * value;
  }
  const norm = Math.sqrt(squares);
  for (let j = 0; j < DIMENSIONS; j++) vector[j] = (vector[j] as number) / norm;
  return vector;
}

/** For bench/sklearn_reference.py: all vectors, then the answers of the first `labels`, as float32. */
export async function writeForReference(
  path: string,
  people: readonly Label[],
  labels: number,
): Promise<void> {
  const file = createWriteStream(path);
  for (const { vector } of people)
    file.write(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  const answers = Float32Array.from(people.slice(0, labels), ({ qualified }) => Number(qualified));
  file.end(new Uint8Array(answers.buffer));
  await finished(file);
}

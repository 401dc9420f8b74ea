import type { Database } from '@fairlead/db/database';
import { vectorsOf } from '@fairlead/db/repositories/embeddings';

// Each reading is decoded in a few milliseconds; between two of them others get their turn.
const VECTORS_PER_READING = 500;

/** The vectors of these leads, by id. Leads without a vector of this model are absent. */
export async function readVectors(
  db: Database,
  embeddingModel: string,
  leadIds: readonly number[],
): Promise<Map<number, Float32Array>> {
  const vectors = new Map<number, Float32Array>();
  for (let from = 0; from < leadIds.length; from += VECTORS_PER_READING) {
    const some = leadIds.slice(from, from + VECTORS_PER_READING);
    for (const { id, vector } of await vectorsOf(db, embeddingModel, some)) vectors.set(id, vector);
  }
  return vectors;
}

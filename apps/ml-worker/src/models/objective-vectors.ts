import type { Embedder } from '../adapters/ports.ts';

/** The objective's embedding of each campaign, made once for each text. */
export interface ObjectiveVectors {
  of(campaign: { id: number; objective: string }): Promise<Float32Array>;
}

export function createObjectiveVectors(embedder: Embedder): ObjectiveVectors {
  const known = new Map<number, { text: string; vector: Promise<Float32Array> }>();
  return {
    of: ({ id, objective }) => {
      const before = known.get(id);
      if (before?.text === objective) return before.vector;
      const vector = embedOne(embedder, objective);
      known.set(id, { text: objective, vector });
      // A failure is not remembered.
      vector.catch(() => known.delete(id));
      return vector;
    },
  };
}

/** Lower-cased like the leads' texts. */
async function embedOne(embedder: Embedder, text: string): Promise<Float32Array> {
  const [vector] = await embedder.embed([text.toLowerCase()]);
  if (!vector) throw new Error('The embedder gave no vector for the objective.');
  return vector;
}

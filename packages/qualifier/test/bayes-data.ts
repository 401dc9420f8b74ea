import type { Label } from '../src/strategy.ts';
import { syntheticLabels } from './synthetic.ts';

/** A data set of the goldens: labelled leads, and the objective's vector if it has one. */
export interface BayesData {
  readonly labels: readonly Label[];
  readonly objective: Float32Array | null;
}

/** Bit-equal to the functions of the same names in goldens/generate_bayes.py: keep in step. `count` is n and the queries. */
export const bayesData: Readonly<Record<string, (n: number, count: number) => BayesData>> = {
  plain: (n, count) => ({ labels: syntheticLabels(2000 + n, count), objective: objectiveOf(2500 + n) }),
  /** Every third yes only. */
  rare: (n, count) => {
    let yeses = 0;
    const kept = syntheticLabels(3000 + n, 3 * count).filter(({ qualified }) => {
      yeses += Number(qualified);
      return !qualified || yeses % 3 === 1;
    });
    return { labels: kept.slice(0, count), objective: objectiveOf(3500 + n) };
  },
  /** Every fifth vector is the one before; every fourth label weighs twice; no objective. */
  twins: (n, count) => {
    const labels = syntheticLabels(4000 + n, count);
    const twinned = labels.map((label, i): Label => {
      const twin = (i % 5 === 4 ? labels[i - 1] : label) as Label;
      return { ...label, vector: twin.vector, source: i % 4 === 3 ? 'human' : 'llm' };
    });
    return { labels: twinned, objective: null };
  },
};

/** The direction of the yeses among twelve others. */
export function objectiveOf(seed: number): Float32Array {
  const total = new Float64Array(384);
  for (const { vector, qualified } of syntheticLabels(seed, 12)) {
    if (qualified)
      vector.forEach((value, j) => {
        total[j] = (total[j] as number) + value;
      });
  }
  const norm = Math.sqrt(total.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(total, (value) => value / norm);
}

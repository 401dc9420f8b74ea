import { seededRandom } from '@fairlead/shared/runtime/random';
import type { Label } from '../src/strategy.ts';

const dimensions = 384;

/** How vectors and labels come about. */
interface Recipe {
  readonly clusters: number;
  /** The first so many clusters are yes. */
  readonly positiveClusters: number;
  /** How far vectors stray from their cluster's centre. */
  readonly spread: number;
  /** The share of labels that are turned round. */
  readonly flipped: number;
}

const recipes = {
  /** Eight clusters, three of them positive. */
  clustered: { clusters: 8, positiveClusters: 3, spread: 1.2, flipped: 0.06 },
  /** One yes in twenty. */
  rare: { clusters: 20, positiveClusters: 1, spread: 1, flipped: 0 },
  /** Near-duplicates of a dozen vectors, whose labels say nothing: half of them are turned round. */
  noise: { clusters: 12, positiveClusters: 4, spread: 0.1, flipped: 0.5 },
} as const satisfies Record<string, Recipe>;

export type Dataset = keyof typeof recipes;
export const datasets = Object.keys(recipes) as Dataset[];

/**
 * `count` labelled unit vectors; the first two are a yes and a no. Bit-equal to synthetic_data() of
 * goldens/generate.py: keep in step.
 */
export function syntheticLabels(seed: number, count: number, dataset: Dataset = 'clustered'): Label[] {
  const { clusters, positiveClusters, spread, flipped: flippedShare } = recipes[dataset];
  const random = seededRandom(seed);
  const bell = (j: number): number => (random.next() + random.next() + random.next() - 1.5) / (1 + j / 16);
  const vectorOf = (entry: (j: number) => number): number[] =>
    Array.from({ length: dimensions }, (_, j) => entry(j));
  const centres = Array.from({ length: clusters }, () => vectorOf(bell));
  return Array.from({ length: count }, (_, id) => {
    const drawn = { cluster: Math.floor(random.next() * clusters), flipped: random.next() < flippedShare };
    const { cluster, flipped } = id < 2 ? { cluster: id === 0 ? 0 : clusters - 1, flipped: false } : drawn;
    const raw = vectorOf((j) => (centres[cluster]?.[j] ?? 0) + spread * bell(j));
    const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
    const vector = Float32Array.from(raw, (value) => value / norm);
    return { id, vector, qualified: cluster < positiveClusters !== flipped, source: 'llm' };
  });
}

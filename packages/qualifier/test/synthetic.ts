import { seededRandom } from '@fairlead/shared/runtime/random';
import type { Label } from '../src/strategy.ts';

const dimensions = 384;
const clusters = 8;
const positiveClusters = 3;

/**
 * `count` labelled unit vectors in 8 clusters, three of them positive, 6 % of the labels flipped; the
 * first two are a yes and a no. Bit-equal to synthetic_data() of goldens/generate.py: keep in step.
 */
export function syntheticLabels(seed: number, count: number): Label[] {
  const random = seededRandom(seed);
  const bell = (j: number): number => (random.next() + random.next() + random.next() - 1.5) / (1 + j / 16);
  const vectorOf = (entry: (j: number) => number): number[] =>
    Array.from({ length: dimensions }, (_, j) => entry(j));
  const centres = Array.from({ length: clusters }, () => vectorOf(bell));
  return Array.from({ length: count }, (_, id) => {
    const drawn = { cluster: Math.floor(random.next() * clusters), flipped: random.next() < 0.06 };
    const { cluster, flipped } = id < 2 ? { cluster: id === 0 ? 0 : clusters - 1, flipped: false } : drawn;
    const raw = vectorOf((j) => (centres[cluster]?.[j] ?? 0) + 1.2 * bell(j));
    const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
    const vector = Float32Array.from(raw, (value) => value / norm);
    return { id, vector, qualified: cluster < positiveClusters !== flipped, source: 'llm' };
  });
}

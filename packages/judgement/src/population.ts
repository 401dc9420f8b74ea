import { gaussian, integer, type Random, seededRandom } from '@fairlead/shared/runtime/random';
import type { DataSet, Task } from './data-set.ts';

const DIMENSIONS = 384;
const CATEGORIES = 24;
const LEADS = 2_400;
/** Categories resemble their field more than other fields, as trades do. */
const FIELDS = 6;
/** How far, in units of the distance between categories, a lead is from the middle of its own. */
const SPREAD = 3.4;
/** A share of the leads is between two trades. */
const MIXED = 0.2;
const OBJECTIVE_BLUR = 2.6;

const TASKS: readonly Task[] = [
  { name: 'rare-5', positives: ['trade-03'], rate: 0.05, pool: 1_500, noise: 0.05 },
  { name: 'two-fields-15', positives: ['trade-05', 'trade-14'], rate: 0.15, pool: 1_500, noise: 0.05 },
  {
    name: 'broad-40',
    positives: [
      'trade-00',
      'trade-01',
      'trade-06',
      'trade-07',
      'trade-12',
      'trade-13',
      'trade-18',
      'trade-19',
    ],
    rate: 0.4,
    pool: 1_000,
    noise: 0.05,
  },
];

/**
 * Invented leads, for a measurement without data: 24 trades in six fields, unit vectors of 384 numbers
 * whose spectrum falls as that of embeddings does, and one blurred vector about each trade. It shows
 * that the strategies work, not how much they save on real people.
 */
export function inventedPopulation(seed = 1): DataSet {
  const random = seededRandom(seed);
  const fields = Array.from({ length: FIELDS }, () => direction(random));
  const trades = Array.from({ length: CATEGORIES }, (_, i) =>
    sum(fields[i % FIELDS] ?? direction(random), direction(random), 1),
  );
  const names = trades.map((_, i) => `trade-${String(i).padStart(2, '0')}`);
  const categories = Array.from({ length: LEADS }, (_, i) => names[i % CATEGORIES] ?? '');
  const vectors = categories.map((_, i) => {
    const other = trades[integer(random, 0, CATEGORIES - 1)] ?? direction(random);
    const own = trades[i % CATEGORIES] ?? direction(random);
    const middle = random.next() < MIXED ? sum(own, other, 0.6) : own;
    return unit(sum(middle, direction(random), SPREAD));
  });
  const objectives = new Map(
    names.map((name, i) => [
      name,
      unit(sum(trades[i] ?? direction(random), direction(random), OBJECTIVE_BLUR)),
    ]),
  );
  return { name: 'invented', vectors, categories, objectives, tasks: TASKS };
}

/** Normal numbers of falling size. */
function direction(random: Random): Float64Array {
  return Float64Array.from({ length: DIMENSIONS }, (_, j) => gaussian(random) / Math.sqrt(1 + j / 8));
}

function sum(a: Float64Array, b: Float64Array, weight: number): Float64Array {
  return a.map((value, j) => value + weight * (b[j] ?? 0));
}

function unit(vector: Float64Array): Float32Array {
  const norm = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / norm);
}

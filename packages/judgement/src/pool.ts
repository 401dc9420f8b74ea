import type { Candidate } from '@fairlead/qualifier/strategy';
import { seededRandom, shuffle } from '@fairlead/shared/runtime/random';
import type { DataSet, Task } from './data-set.ts';

/** The leads of one replay, in order of arrival. A lead's id is its place. */
export interface Pool {
  readonly candidates: readonly Candidate[];
  /** Whether the lead is of a category the campaign looks for. */
  readonly fits: readonly boolean[];
  /** What the language model says when it is asked: the same, but for its noise. */
  readonly answers: readonly boolean[];
  /** The campaign's objective: the normalised mean of the sentences about its categories. */
  readonly objective: Float32Array;
}

/**
 * Draws a pool: `rate` of it fits. Where the data hold too few of either kind it is as large as they
 * allow at that rate, and has at least one of each. The same seed draws the same pool.
 */
export function drawPool(data: DataSet, task: Task, seed: number): Pool {
  const random = seededRandom(`pool ${task.name} ${seed}`);
  const isPositive = (row: number): boolean => task.positives.includes(data.categories[row] ?? '');
  const rows = shuffle(
    random,
    data.vectors.map((_, row) => row),
  );
  const [yes, no] = [rows.filter(isPositive), rows.filter((row) => !isPositive(row))];
  const size = Math.min(
    task.pool,
    Math.floor(yes.length / task.rate),
    Math.floor(no.length / (1 - task.rate)),
  );
  const wanted = Math.max(1, Math.round(size * task.rate));
  const drawn = shuffle(random, [...yes.slice(0, wanted), ...no.slice(0, Math.max(1, size - wanted))]);
  const fits = drawn.map(isPositive);
  return {
    candidates: drawn.map((row, id) => ({ id, vector: vectorAt(data, row) })),
    fits,
    answers: fits.map((fit) => (random.next() < task.noise ? !fit : fit)),
    objective: meanObjective(data, task),
  };
}

function vectorAt(data: DataSet, row: number): Float32Array {
  const vector = data.vectors[row];
  if (!vector) throw new RangeError(`no row ${row}`);
  return vector;
}

function meanObjective(data: DataSet, task: Task): Float32Array {
  const sentences = task.positives.flatMap((category) => data.objectives.get(category) ?? []);
  const sums = new Float64Array(sentences[0]?.length ?? 0);
  for (const sentence of sentences)
    sentence.forEach((value, j) => {
      sums[j] = (sums[j] ?? 0) + value;
    });
  const norm = Math.hypot(...sums);
  return Float32Array.from(sums, (value) => value / norm);
}

import { squaredDistances } from './kernels.ts';
import type { Matrix } from './matrix.ts';

/** Training points (n × d), their squared distances (n × n), their targets, and the noise variance on the diagonal. */
export interface TrainingSet {
  readonly points: Matrix;
  readonly distances: Matrix;
  readonly targets: Float64Array;
  readonly alpha: number;
}

/** `points` is n × d; `targets` has n entries. */
export function trainingSet(points: Matrix, targets: Float64Array, alpha: number): TrainingSet {
  return { points, distances: squaredDistances(points), targets, alpha };
}

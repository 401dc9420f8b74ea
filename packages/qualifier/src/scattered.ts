import { covarianceAt, decayOf, type Theta } from './kernels.ts';
import { cholesky, inverseFromCholesky, logDeterminant, solveLower, solveLowerTransposed } from './linalg.ts';
import { type Matrix, zeros } from './matrix.ts';

/** Larger groups are no cheaper than the dense way. */
const mostPoints = 32;
/** −ln of the share of a covariance that is nothing beside the variance: 1e-20. */
const negligibleDecay = 46;

/** Points that covary with each other and with no other point: the inverse has blocks, one for each group. */
interface Block {
  readonly points: readonly number[];
  /** Of kernel + alpha·I, in its lower triangle. */
  readonly inverse: Matrix;
}

export interface ScatteredSolution {
  readonly weights: Float64Array;
  readonly logMarginalLikelihood: number;
  readonly blocks: readonly Block[];
}

/**
 * Solves the kernel matrix of n × n squared distances whose length scale is so small that points covary in groups
 * of 32 at most, in O(n²): one of scikit-learn's four starts is there. Null when a group is larger. Differs from
 * the dense way by rounding alone. Throws NotPositiveDefinite.
 */
export function solveScattered(
  theta: Theta,
  distances: Matrix,
  targets: Float64Array,
  alpha: number,
): ScatteredSolution | null {
  const groups = groupPoints(distances, negligibleDecay / -decayOf(theta));
  if (!groups) return null;
  const weights = new Float64Array(targets.length);
  let fit = targets.length * Math.log(2 * Math.PI);
  const blocks = Array.from(groups, (points): Block => {
    const factor = cholesky(blockOf(points, theta, distances, alpha));
    const own = points.map((point) => targets[point] as number);
    const solved = solveLowerTransposed(factor, solveLower(factor, own));
    points.forEach((point, i) => {
      weights[point] = solved[i] as number;
      fit += (own[i] as number) * (solved[i] as number);
    });
    fit += logDeterminant(factor);
    return { points, inverse: inverseFromCholesky(factor) };
  });
  return { weights, logMarginalLikelihood: -0.5 * fit, blocks };
}

/** The groups of points that steps shorter than `reach` (squared) connect; null as soon as one is too large. */
function groupPoints({ data, rows, stride }: Matrix, reach: number): Iterable<number[]> | null {
  const groups = new Map<number, number[]>();
  /** The key of each point's group. */
  const keys = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    keys[i] = i;
    let own = [i];
    groups.set(i, own);
    for (let j = 0; j < i; j++) {
      const key = keys[j] as number;
      if (!((data[i * stride + j] as number) < reach) || key === i) continue;
      own = [...(groups.get(key) as number[]), ...own];
      if (own.length > mostPoints) return null;
      groups.delete(key);
      groups.set(i, own);
      for (const point of own) keys[point] = i;
    }
  }
  return groups.values();
}

/** The lower triangle of kernel + alpha·I among some points. */
function blockOf(points: readonly number[], theta: Theta, distances: Matrix, alpha: number): Matrix {
  const block = zeros(points.length, points.length);
  points.forEach((point, i) => {
    for (let j = 0; j <= i; j++) {
      const distance = distances.data[point * distances.stride + (points[j] as number)] as number;
      block.data[i * block.stride + j] = covarianceAt(theta, distance) + (j === i ? alpha : 0);
    }
  });
  return block;
}

/** What `contractGradient` sums, over the blocks: there is nothing else. */
export function contractScattered(
  { weights, blocks }: ScatteredSolution,
  theta: Theta,
  distances: Matrix,
): [number, number] {
  let [byConstant, byLength] = [0, 0];
  for (const { points, inverse } of blocks) {
    points.forEach((point, i) => {
      for (let j = 0; j <= i; j++) {
        const other = points[j] as number;
        const distance = distances.data[point * distances.stride + other] as number;
        const product = (weights[point] as number) * (weights[other] as number);
        const share = (product - (inverse.data[i * inverse.stride + j] as number)) * (i === j ? 0.5 : 1);
        byConstant += share * covarianceAt(theta, distance);
        byLength += share * covarianceAt(theta, distance) * distance;
      }
    });
  }
  return [byConstant, byLength * Math.exp(-2 * theta[1])];
}

import { type Matrix, row, zeros } from './matrix.ts';

/** (ln constant, ln length scale) of constant · RBF(length). */
export type Theta = readonly [number, number];

/** Natural logarithms of the bounds both hyper-parameters keep to: [1e-5, 1e5]. Source: scikit-learn's defaults. */
export const thetaBounds = { low: Math.log(1e-5), high: Math.log(1e5) } as const;

/** constant · exp(−‖a − b‖² / 2·length²) at a squared distance. */
export function covarianceAt(theta: Theta, squaredDistance: number): number {
  return Math.exp(theta[0] - 0.5 * squaredDistance * Math.exp(-2 * theta[1]));
}

/** The kernel of a squared-distance matrix, element by element, padding left at zero. */
export function covariance(theta: Theta, squaredDistances: Matrix): Matrix {
  const { rows, cols, stride, data } = squaredDistances;
  const result = zeros(rows, cols);
  const constant = Math.exp(theta[0]);
  const factor = -0.5 * Math.exp(-2 * theta[1]);
  for (let i = 0; i < rows; i++) {
    for (let at = i * stride; at < i * stride + cols; at++) {
      result.data[at] = constant * Math.exp(factor * (data[at] as number));
    }
  }
  return result;
}

/**
 * ½·Σᵢⱼ Wᵢⱼ·∂Kᵢⱼ/∂θ for a symmetric W given by its lower triangle, element by element as
 * `weightAt(i, j)`: what the gradient of the log marginal likelihood needs, without the n × n × 2
 * tensor of derivatives. `kernel` is `covariance(theta, squaredDistances)`.
 */
export function contractGradient(
  theta: Theta,
  squaredDistances: Matrix,
  kernel: Matrix,
  weightAt: (i: number, j: number) => number,
): [number, number] {
  const inverseSquare = Math.exp(-2 * theta[1]);
  let [byConstant, byLength] = [0, 0];
  for (let i = 0; i < kernel.rows; i++) {
    const [kernelRow, distanceRow] = [row(kernel, i), row(squaredDistances, i)];
    for (let j = 0; j < i; j++) {
      const weighted = weightAt(i, j) * (kernelRow[j] as number);
      byConstant += weighted;
      byLength += weighted * (distanceRow[j] as number);
    }
    byConstant += 0.5 * weightAt(i, i) * (kernelRow[i] as number);
  }
  return [byConstant, byLength * inverseSquare];
}

/** ‖aᵢ − bⱼ‖² for every pair of rows. */
export function squaredDistances(a: Matrix, b: Matrix): Matrix {
  const result = zeros(a.rows, b.rows);
  for (let i = 0; i < a.rows; i++) {
    const from = row(a, i);
    for (let j = 0; j < b.rows; j++) {
      const to = row(b, j);
      let sum = 0;
      for (let k = 0; k < from.length; k++) sum += ((from[k] as number) - (to[k] as number)) ** 2;
      result.data[i * result.stride + j] = sum;
    }
  }
  return result;
}

/** The kernel in words, for errors and for the operator: `0.316**2 * RBF(length_scale=1.41)`. */
export function describeKernel(theta: Theta): string {
  const root = Math.exp(theta[0] / 2).toPrecision(3);
  return `${root}**2 * RBF(length_scale=${Math.exp(theta[1]).toPrecision(3)})`;
}

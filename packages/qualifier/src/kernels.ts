import { type Matrix, row, zeros } from './matrix.ts';

/** (ln constant, ln length scale) of constant · RBF(length). */
export type Theta = readonly [number, number];

/** Natural logarithms of the bounds both hyper-parameters keep to: [1e-5, 1e5]. Source: scikit-learn's defaults. */
export const thetaBounds = { low: Math.log(1e-5), high: Math.log(1e5) } as const;

/** constant · exp(−‖a − b‖² / 2·length²) at a squared distance. */
export function covarianceAt(theta: Theta, squaredDistance: number): number {
  return Math.exp(theta[0] + decayOf(theta) * squaredDistance);
}

/** What a squared distance takes from the logarithm of the covariance: −1 / 2·length². */
export function decayOf(theta: Theta): number {
  return -0.5 * Math.exp(-2 * theta[1]);
}

/** The lower triangle of the kernel of n × n squared distances, into `kernel`. */
export function fillKernel(kernel: Matrix, theta: Theta, { data, rows, stride }: Matrix): void {
  const decay = decayOf(theta);
  for (let i = 0; i < rows; i++) {
    const end = i * stride + i;
    for (let at = i * stride; at <= end; at++) {
      kernel.data[at] = Math.exp(theta[0] + decay * (data[at] as number));
    }
  }
}

/**
 * ½·Σᵢⱼ (wᵢ·wⱼ − inverseᵢⱼ)·∂Kᵢⱼ/∂θ, from lower triangles: what the gradient of the log marginal likelihood
 * needs, without the n × n × 2 tensor of derivatives. `kernel` is that of the squared distances.
 */
export function contractGradient(
  theta: Theta,
  squaredDistances: Matrix,
  kernel: Matrix,
  weights: Float64Array,
  inverse: Matrix,
): [number, number] {
  const { data, stride } = kernel;
  let [byConstant, byLength] = [0, 0];
  for (let i = 0; i < kernel.rows; i++) {
    const own = i * stride;
    const weight = weights[i] as number;
    for (let j = 0; j < i; j++) {
      const share = weight * (weights[j] as number) - (inverse.data[own + j] as number);
      const weighted = share * (data[own + j] as number);
      byConstant += weighted;
      byLength += weighted * (squaredDistances.data[own + j] as number);
    }
    byConstant += 0.5 * (weight * weight - (inverse.data[own + i] as number)) * (data[own + i] as number);
  }
  return [byConstant, byLength * Math.exp(-2 * theta[1])];
}

/** `before` + ‖a − b‖². */
export function squaredDistance(a: Float64Array, b: Float64Array, before = 0): number {
  let sum = before;
  for (let k = 0; k < a.length; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2;
  return sum;
}

/** ‖aᵢ − aⱼ‖² for every pair of rows. */
export function squaredDistances(points: Matrix): Matrix {
  const result = zeros(points.rows, points.rows);
  addSquaredDistances(result, points, 0, points.cols);
  return result;
}

/** Adds to n × n squared distances what the columns [from, to) of n points contribute. */
export function addSquaredDistances(distances: Matrix, points: Matrix, from: number, to: number): void {
  const { data, stride } = distances;
  const rows = Array.from({ length: points.rows }, (_, i) => row(points, i).subarray(from, to));
  rows.forEach((own, i) => {
    for (let j = 0; j < i; j++) {
      const distance = squaredDistance(own, rows[j] as Float64Array, data[i * stride + j]);
      data[i * stride + j] = distance;
      data[j * stride + i] = distance;
    }
  });
}

/** The kernel in words, for errors and for the operator: `0.316**2 * RBF(length_scale=1.41)`. */
export function describeKernel(theta: Theta): string {
  const root = Math.exp(theta[0] / 2).toPrecision(3);
  return `${root}**2 * RBF(length_scale=${Math.exp(theta[1]).toPrecision(3)})`;
}

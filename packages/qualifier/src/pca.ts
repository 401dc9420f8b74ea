import { leadingEigen, multiply } from './leading-eigen.ts';
import { dot, type Matrix, row, zeros } from './matrix.ts';
import { openKernels, paddedSize } from './wasm/kernels.ts';

/** Principal components: `components` holds one unit vector of d numbers per row, strongest first. */
export interface Pca {
  readonly mean: Float64Array;
  readonly components: Matrix;
}

/**
 * The first `count` principal components of an n × d matrix, exactly (never the randomised
 * approximation scikit-learn silently switches to above 500 rows). Signs are arbitrary: the RBF
 * kernel sees squared differences only.
 *
 * Directions in which the points do not vary become zero rows, so that projecting on them gives 0;
 * scikit-learn would return rounding noise there and then scale it up to unit variance.
 */
export function fitPca(points: Matrix, count: number): Pca {
  const mean = columnMeans(points);
  const centred = centre(points, mean);
  const components =
    points.rows < points.cols ? componentsFromGram(centred, count) : componentsFromCovariance(centred, count);
  return { mean, components };
}

/** Projects m × d points on the components: m × count. Throws RangeError when d is not that of the fit. */
export function project(pca: Pca, points: Matrix): Matrix {
  if (points.cols !== pca.mean.length) {
    throw new RangeError(`vectors of ${points.cols} numbers were given to a fit of ${pca.mean.length}`);
  }
  const components = Array.from({ length: pca.components.rows }, (_, j) => row(pca.components, j));
  const scores = zeros(points.rows, components.length);
  const centred = new Float64Array(points.cols);
  for (let i = 0; i < points.rows; i++) {
    const from = i * points.stride;
    for (let k = 0; k < centred.length; k++)
      centred[k] = (points.data[from + k] as number) - (pca.mean[k] as number);
    components.forEach((component, j) => {
      scores.data[i * scores.stride + j] = dot(centred, component);
    });
  }
  return scores;
}

/** With fewer points than dimensions, X·Xᵀ = U·S²·Uᵀ is the smaller problem, and the components are Uᵀ·X / S. */
function componentsFromGram(centred: Matrix, count: number): Matrix {
  const { vectors, values } = leadingEigen(products(centred), count);
  const components = zeros(count, centred.cols);
  for (let c = 0; c < count; c++) {
    const strength = values[c];
    if (!strength) continue;
    const component = row(components, c);
    for (let i = 0; i < centred.rows; i++) {
      const weight = (row(vectors, c)[i] as number) / Math.sqrt(strength);
      const point = row(centred, i);
      for (let j = 0; j < component.length; j++)
        component[j] = (component[j] as number) + weight * (point[j] as number);
    }
  }
  return components;
}

function componentsFromCovariance(centred: Matrix, count: number): Matrix {
  const { vectors, values } = leadingEigen(products(transpose(centred)), count);
  const components = zeros(count, centred.cols);
  for (let c = 0; c < count; c++) {
    if (values[c]) components.data.set(row(vectors, c), c * components.stride);
  }
  return components;
}

/** All dot products between the rows. */
function products(matrix: Matrix): Matrix {
  const { rows, cols } = matrix;
  const kernels = openKernels(paddedSize(rows, cols) + paddedSize(rows, rows));
  const own = kernels.matrix(rows, cols);
  own.data.set(matrix.data);
  const result = kernels.matrix(rows, rows);
  multiply(kernels, result, own, own);
  return result;
}

function transpose(matrix: Matrix): Matrix {
  const result = zeros(matrix.cols, matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    row(matrix, i).forEach((value, j) => {
      result.data[j * result.stride + i] = value;
    });
  }
  return result;
}

function columnMeans(points: Matrix): Float64Array {
  const means = new Float64Array(points.cols);
  for (let i = 0; i < points.rows; i++) {
    row(points, i).forEach((value, j) => {
      means[j] = (means[j] as number) + value;
    });
  }
  return means.map((sum) => sum / points.rows);
}

function centre(points: Matrix, mean: Float64Array): Matrix {
  const centred = zeros(points.rows, points.cols);
  for (let i = 0; i < points.rows; i++) {
    const target = row(centred, i);
    row(points, i).forEach((value, j) => {
      target[j] = value - (mean[j] as number);
    });
  }
  return centred;
}

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { dot, type Matrix, row, zeros } from './matrix.ts';

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
  const centred = centre(points, pca.mean);
  const scores = zeros(points.rows, pca.components.rows);
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < scores.cols; j++) {
      scores.data[i * scores.stride + j] = dot(row(centred, i), row(pca.components, j));
    }
  }
  return scores;
}

/** With fewer points than dimensions, X·Xᵀ = U·S²·Uᵀ is the smaller problem, and the components are Uᵀ·X / S. */
function componentsFromGram(centred: Matrix, count: number): Matrix {
  const { vectors, values } = symmetricEigen(products(centred), count);
  const components = zeros(count, centred.cols);
  for (let c = 0; c < count; c++) {
    const strength = values[c];
    if (!strength) continue;
    const component = row(components, c);
    for (let i = 0; i < centred.rows; i++) {
      const weight = vectors.get(i, vectors.columns - 1 - c) / Math.sqrt(strength);
      const point = row(centred, i);
      for (let j = 0; j < component.length; j++)
        component[j] = (component[j] as number) + weight * (point[j] as number);
    }
  }
  return components;
}

function componentsFromCovariance(centred: Matrix, count: number): Matrix {
  const { vectors, values } = symmetricEigen(products(transpose(centred)), count);
  const components = zeros(count, centred.cols);
  for (let c = 0; c < count; c++) {
    if (values[c]) components.data.set(vectors.getColumn(vectors.columns - 1 - c), c * components.stride);
  }
  return components;
}

/** Eigenvectors (ascending, as columns) and the `count` largest eigenvalues (descending); those that are rounding noise are 0. */
function symmetricEigen(matrix: MlMatrix, count: number): { vectors: MlMatrix; values: number[] } {
  const eigen = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const descending = eigen.realEigenvalues.toReversed();
  const noise = (descending[0] ?? 0) * matrix.rows * Number.EPSILON;
  const values = descending.slice(0, count).map((value) => (value > noise ? value : 0));
  return { vectors: eigen.eigenvectorMatrix, values };
}

/** All dot products between the rows. */
function products(matrix: Matrix): MlMatrix {
  const result = MlMatrix.zeros(matrix.rows, matrix.rows);
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(row(matrix, i), row(matrix, j));
      result.set(i, j, value);
      result.set(j, i, value);
    }
  }
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

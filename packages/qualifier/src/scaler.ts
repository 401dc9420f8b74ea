import { type Matrix, zeros } from './matrix.ts';

/** Column-wise (x − mean) / scale. */
export interface Scaler {
  readonly means: Float64Array;
  /** Population standard deviations (ddof = 0); 1 where a column is constant. */
  readonly scales: Float64Array;
}

/** Learns means and population standard deviations of the columns of an n × d matrix. Source: StandardScaler. */
export function fitScaler(points: Matrix): Scaler {
  const means = new Float64Array(points.cols);
  const scales = new Float64Array(points.cols);
  for (let j = 0; j < points.cols; j++) {
    let sum = 0;
    for (let i = 0; i < points.rows; i++) sum += points.data[i * points.stride + j] as number;
    const mean = sum / points.rows;
    let squares = 0;
    for (let i = 0; i < points.rows; i++)
      squares += ((points.data[i * points.stride + j] as number) - mean) ** 2;
    means[j] = mean;
    scales[j] = squares > 0 ? Math.sqrt(squares / points.rows) : 1;
  }
  return { means, scales };
}

/** The scaled copy of an m × d matrix. */
export function scale(scaler: Scaler, points: Matrix): Matrix {
  const scaled = zeros(points.rows, points.cols);
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < points.cols; j++) {
      const at = i * points.stride + j;
      scaled.data[at] =
        ((points.data[at] as number) - (scaler.means[j] as number)) / (scaler.scales[j] as number);
    }
  }
  return scaled;
}

import { sigmoid, softplus } from './laplace.ts';

/** From a score to a probability: σ(slope · score + intercept). The slope is positive, so the order stays. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** Scores taken at their word. */
export const uncalibrated: Calibration = { slope: 1, intercept: 0 };

/** A slope at this floor says that the scores rank no better than chance, or worse. */
export const slopeFloor = 0.05;

/** Standard deviations around (1, 0): what a handful of labels cannot overrule. */
const shrinkage = { slope: 0.5, intercept: 1 } as const;

const iterations = 100;

/** A latent normal as one score: its mean, shrunk for what is not known. Source: MacKay 1992. */
export function moderate(mean: number, variance: number): number {
  return mean / Math.sqrt(1 + (Math.PI / 8) * variance);
}

export function calibrate({ slope, intercept }: Calibration, score: number): number {
  return sigmoid(slope * score + intercept);
}

/**
 * The most probable calibration of held-out scores with yes and no weights, shrunk to (1, 0).
 * Concave, so there is one; where its slope would fall below the floor, the best one on the floor.
 * Source: Platt 1999.
 */
export function fitCalibration(scores: Float64Array, yes: Float64Array, no: Float64Array): Calibration {
  const free = maximise({ scores, yes, no }, uncalibrated, true);
  if (free.slope >= slopeFloor) return free;
  return maximise({ scores, yes, no }, { slope: slopeFloor, intercept: 0 }, false);
}

interface Held {
  readonly scores: Float64Array;
  readonly yes: Float64Array;
  readonly no: Float64Array;
}

/** Newton with halved steps in both parameters, or in the intercept alone. */
function maximise(held: Held, start: Calibration, both: boolean): Calibration {
  let at = start;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = newtonStep(held, at, both);
    const size = Math.abs(step.slope) + Math.abs(step.intercept);
    const next = size < 1e-6 ? move(at, step, 1) : climb(held, at, step);
    if (size < 1e-14 || (next.slope === at.slope && next.intercept === at.intercept)) return next;
    at = next;
  }
  return at;
}

function climb(held: Held, at: Calibration, step: Calibration): Calibration {
  const before = objective(held, at);
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = move(at, step, share);
    if (objective(held, next) > before) return next;
  }
  return at;
}

function move(at: Calibration, step: Calibration, share: number): Calibration {
  return { slope: at.slope + share * step.slope, intercept: at.intercept + share * step.intercept };
}

function objective({ scores, yes, no }: Held, { slope, intercept }: Calibration): number {
  let sum = -0.5 * (((slope - 1) / shrinkage.slope) ** 2 + (intercept / shrinkage.intercept) ** 2);
  for (let i = 0; i < scores.length; i++) {
    const z = slope * (scores[i] as number) + intercept;
    sum -= (yes[i] as number) * softplus(-z) + (no[i] as number) * softplus(z);
  }
  return sum;
}

function newtonStep({ scores, yes, no }: Held, at: Calibration, both: boolean): Calibration {
  const [slopePrecision, interceptPrecision] = [1 / shrinkage.slope ** 2, 1 / shrinkage.intercept ** 2];
  let [gs, gi] = [(1 - at.slope) * slopePrecision, -at.intercept * interceptPrecision];
  let [ss, si, ii] = [slopePrecision, 0, interceptPrecision];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const weight = (yes[i] as number) + (no[i] as number);
    const q = calibrate(at, score);
    const residual = (yes[i] as number) - weight * q;
    const bend = weight * q * (1 - q);
    gs += residual * score;
    gi += residual;
    ss += bend * score * score;
    si += bend * score;
    ii += bend;
  }
  if (!both) return { slope: 0, intercept: gi / ii };
  const determinant = ss * ii - si * si;
  return { slope: (ii * gs - si * gi) / determinant, intercept: (ss * gi - si * gs) / determinant };
}

import { dot } from '../matrix.ts';
import { type Calibration, calibrate, fitCalibration, moderate } from './calibration.ts';
import type { Covariance } from './covariance.ts';
import { type Centring, featureMatrix, type Point } from './features.ts';
import { blockRows, multiplyVector } from './kernels.ts';
import {
  curvature,
  type Evidence,
  fitLaplace,
  type LaplaceFit,
  laplaceAt,
  pull,
  type WarmStart,
} from './laplace.ts';
import { leaveOneOutScores } from './leave-one-out.ts';
import { priorOf } from './prior.ts';

/** A labelled lead as the model sees it. */
export interface Example extends Point {
  readonly id: number;
  readonly yes: number;
  readonly no: number;
}

/** What one more example did: any latent value with covariance c to it moved by gain · c, its variance fell by loss · c². */
export interface Update {
  /** Σ·x: dotted with a lead's features it gives the covariance. */
  readonly direction: Float64Array;
  readonly gain: number;
  readonly loss: number;
}

/** A latent value: higher is a likelier yes. */
export interface Latent {
  readonly mean: number;
  readonly variance: number;
}

/** What a fit is made again from, besides its examples. */
export interface StoredFit {
  readonly centring: Centring;
  readonly embeddingVariance: number;
  readonly anchor: Float64Array;
  readonly calibration: Calibration;
}

/** A fit with its calibration, and the examples learned one by one since. */
export class BayesModel {
  readonly stored: StoredFit;
  readonly updates: Update[] = [];
  readonly #examples: readonly Example[];
  readonly #evidence: Evidence;
  readonly #fit: LaplaceFit;
  #mode: Float64Array;
  #scores: Float64Array | null = null;
  /** Of examples learned since: what was expected of them before. */
  readonly #expected = new Map<number, number>();

  private constructor(examples: readonly Example[], evidence: Evidence, fit: LaplaceFit, stored: StoredFit) {
    this.#examples = examples;
    this.#evidence = evidence;
    this.#fit = fit;
    this.#mode = fit.mode;
    this.stored = stored;
  }

  /** Fits to examples, whose order does not matter. */
  static fit(
    examples: readonly Example[],
    centring: Centring,
    embeddingVariance: number,
    start?: WarmStart,
  ): BayesModel {
    const sorted = sortById(examples);
    const evidence = evidenceOf(sorted, centring);
    const fit = fitLaplace(evidence, priorOf(centring, embeddingVariance), start);
    const scores = leaveOneOutScores(evidence, fit);
    const calibration = fitCalibration(scores, evidence.yes, evidence.no);
    const stored = { centring, embeddingVariance, anchor: fit.anchor, calibration };
    const model = new BayesModel(sorted, evidence, fit, stored);
    model.#scores = scores;
    return model;
  }

  /** The very model that was stored, given its examples. */
  static rebuild(examples: readonly Example[], stored: StoredFit): BayesModel {
    const sorted = sortById(examples);
    const evidence = evidenceOf(sorted, stored.centring);
    const prior = priorOf(stored.centring, stored.embeddingVariance);
    return new BayesModel(sorted, evidence, laplaceAt(evidence, prior, stored.anchor), stored);
  }

  /** The most probable weights, by now. */
  get mode(): Float64Array {
    return this.#mode;
  }

  get covariance(): Covariance {
    return this.#fit.covariance;
  }

  /** Learns one more example without a fit: the mode along its direction is exact, the other curvatures stay. */
  learn(example: Example): void {
    const features = featureMatrix(this.stored.centring, [example]);
    const x = features.data.subarray(0, features.cols);
    const direction = this.covariance.multiply(x);
    const [mean, variance] = [dot(x, this.#mode), Math.max(0, dot(x, direction))];
    this.#expected.set(example.id, this.probability({ mean, variance }));
    const gain = solvePull(mean, variance, example);
    const bend = curvature(mean + variance * gain, example.yes, example.no);
    const loss = bend / (1 + bend * variance);
    this.#mode = this.#mode.map((weight, j) => weight + gain * (direction[j] as number));
    this.covariance.remove(direction, loss);
    this.updates.push({ direction, gain, loss });
  }

  /** A block at a time: the features of a whole pool would take as much memory again. */
  latents(points: readonly Point[]): Latent[] {
    const latents: Latent[] = [];
    for (let from = 0; from < points.length; from += blockRows) {
      const features = featureMatrix(this.stored.centring, points.slice(from, from + blockRows));
      const means = new Float64Array(features.rows);
      multiplyVector(features, this.#mode, means);
      const variances = this.covariance.quadratics(features);
      means.forEach((mean, i) => {
        latents.push({ mean, variance: variances[i] as number });
      });
    }
    return latents;
  }

  probability({ mean, variance }: Latent): number {
    return calibrate(this.stored.calibration, moderate(mean, variance));
  }

  /** For each example what a model that had not seen it says. */
  heldOut(): Map<number, number> {
    this.#scores ??= leaveOneOutScores(this.#evidence, this.#fit);
    const scores = this.#scores;
    const fitted = this.#examples.map(({ id }, i): [number, number] => [
      id,
      calibrate(this.stored.calibration, scores[i] as number),
    ]);
    return new Map([...fitted, ...this.#expected]);
  }
}

/** A fit under one prior variance of the embedding weights. */
export interface Choice {
  readonly variance: number;
  readonly fit: LaplaceFit;
}

/** Fits under every one of `choices`. */
export function compareVariances(
  examples: readonly Example[],
  centring: Centring,
  choices: readonly number[],
  start: Float64Array | null = null,
): Choice[] {
  const evidence = evidenceOf(sortById(examples), centring);
  let mode = start;
  return choices.map((variance) => {
    const warm = mode ? { mode, covariance: null } : undefined;
    const fit = fitLaplace(evidence, priorOf(centring, variance), warm);
    mode = fit.mode;
    return { variance, fit };
  });
}

/** Under which the labels are most probable; the first of equals. */
export function mostProbable(choices: readonly Choice[]): Choice {
  return choices.reduce((a, b) => (b.fit.logEvidence > a.fit.logEvidence ? b : a));
}

function evidenceOf(examples: readonly Example[], centring: Centring): Evidence {
  return {
    points: featureMatrix(centring, examples),
    yes: Float64Array.from(examples, ({ yes }) => yes),
    no: Float64Array.from(examples, ({ no }) => no),
  };
}

function sortById(examples: readonly Example[]): readonly Example[] {
  return examples.toSorted((a, b) => a.id - b.id);
}

/** The gain g with g = pull(mean + variance · g): a decreasing right side, so there is one. */
function solvePull(mean: number, variance: number, { yes, no }: Example): number {
  // Between them lies every pull there can be.
  let [low, high] = [-no, yes];
  let gain = pull(mean, yes, no) / (1 + variance * curvature(mean, yes, no));
  for (let iteration = 0; iteration < 100; iteration++) {
    const latent = mean + variance * gain;
    const excess = pull(latent, yes, no) - gain;
    if (excess > 0) low = gain;
    else high = gain;
    const newton = gain + excess / (1 + variance * curvature(latent, yes, no));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - gain) <= 1e-16) return next;
    gain = next;
  }
  return gain;
}

import { dot, type Matrix } from '../matrix.ts';
import { Covariance } from './covariance.ts';
import { addCombination, multiplyVector } from './kernels.ts';
import type { Prior } from './prior.ts';
import { Secants } from './secants.ts';

/** n leads as features (n × d), and how much says yes and no of each: weights ≥ 0, together > 0. */
export interface Evidence {
  readonly points: Matrix;
  readonly yes: Float64Array;
  readonly no: Float64Array;
}

/** Logistic regression with a normal prior, as a normal distribution around its most probable weights. */
export interface LaplaceFit {
  /** Where the curvature was taken: within 1e-13 of the mode. Kept, so that a stored fit can be rebuilt bit by bit. */
  readonly anchor: Float64Array;
  /** The most probable weights. */
  readonly mode: Float64Array;
  readonly covariance: Covariance;
  /** Laplace's approximation of the log probability of the labels given the prior. */
  readonly logEvidence: number;
}

/** Where a search begins: weights, and a covariance that is about right. */
export interface WarmStart {
  readonly mode: Float64Array;
  readonly covariance: Covariance | null;
}

const iterations = 200;
/** The Newton decrement, in posterior standard deviations, at which the curvature is final. */
const anchored = 1e-13;
/** From below this decrement one step with a new curvature, which squares the error, ends in rounding. */
const oneStepAway = 1e-7;
/** Below this decrement the objective differs by rounding only: steps are taken unseen. */
const unseen = 1e-3;
/** A curvature is used again while two steps together shrink the decrement to this share. */
const contraction = 0.5;

/** Fits by damped Newton from a warm start, or from the prior's mean. */
export function fitLaplace(evidence: Evidence, prior: Prior, start?: WarmStart): LaplaceFit {
  return laplaceAt(evidence, prior, approach(evidence, prior, start));
}

/** The fit whose anchor is known: one factorisation, no search. */
export function laplaceAt(evidence: Evidence, prior: Prior, anchor: Float64Array): LaplaceFit {
  const covariance = covarianceAt(evidence, prior, anchor);
  let mode = anchor;
  // Newton's error is squared at each step: two reach the rounding error from anywhere near.
  for (let step = 0; step < 2; step++)
    mode = plus(mode, covariance.multiply(gradientAt(evidence, prior, mode)), 1);
  const logEvidence = logPosterior(evidence, prior, mode) - 0.5 * covariance.logDeterminant;
  return { anchor, mode, covariance, logEvidence };
}

/** ln p(labels | weights) + ln p(weights), without the constant of the prior. */
export function logPosterior({ points, yes, no }: Evidence, prior: Prior, weights: Float64Array): number {
  const latents = new Float64Array(points.rows);
  multiplyVector(points, weights, latents);
  let sum = 0;
  for (let i = 0; i < latents.length; i++) {
    const f = latents[i] as number;
    sum -= (yes[i] as number) * softplus(-f) + (no[i] as number) * softplus(f);
  }
  for (let j = 0; j < weights.length; j++) {
    const distance = (weights[j] as number) - (prior.means[j] as number);
    sum -= (0.5 * distance * distance) / (prior.variances[j] as number);
  }
  return sum;
}

/** The gradient of `logPosterior`: d numbers. */
export function gradientAt(evidence: Evidence, prior: Prior, weights: Float64Array): Float64Array {
  const { points, yes, no } = evidence;
  const latents = new Float64Array(points.rows);
  multiplyVector(points, weights, latents);
  const gradient = weights.map(
    (weight, j) => ((prior.means[j] as number) - weight) / (prior.variances[j] as number),
  );
  const pulls = latents.map((f, i) => pull(f, yes[i] as number, no[i] as number));
  addCombination(points, pulls, gradient);
  return gradient;
}

/** The slope of a lead's log likelihood in its latent value. */
export function pull(latent: number, yes: number, no: number): number {
  return yes - (yes + no) * sigmoid(latent);
}

/** The curvature of a lead's log likelihood in its latent value, as a positive number. */
export function curvature(latent: number, yes: number, no: number): number {
  const q = sigmoid(latent);
  return (yes + no) * q * (1 - q);
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** ln(1 + eˣ) without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Weights within `anchored` of the mode. A covariance serves as long as it contracts, also one of
 * another fit, corrected by the steps taken since: a new one costs some twenty times as much as a step.
 */
function approach(evidence: Evidence, prior: Prior, start?: WarmStart): Float64Array {
  let weights = start?.mode ?? prior.means;
  let covariance = start?.covariance ?? covarianceAt(evidence, prior, weights);
  let secants = new Secants();
  let gradient = gradientAt(evidence, prior, weights);
  let [before, previous] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let iteration = 0; iteration < iterations; iteration++) {
    let step = secants.multiply(gradient, (vector) => covariance.multiply(vector));
    let decrement = norm(gradient, step);
    if (decrement > contraction * before && decrement >= anchored) {
      covariance = covarianceAt(evidence, prior, weights);
      secants = new Secants();
      step = covariance.multiply(gradient);
      decrement = norm(gradient, step);
      if (decrement < oneStepAway) return plus(weights, step, 1);
      before = Number.POSITIVE_INFINITY;
    } else before = previous;
    if (decrement < anchored) return weights;
    const next = decrement < unseen ? plus(weights, step, 1) : climb(evidence, prior, weights, step);
    const ahead = gradientAt(evidence, prior, next);
    secants.learn(plus(next, weights, -1), plus(gradient, ahead, -1));
    [weights, gradient, previous] = [next, ahead, decrement];
  }
  throw new Error(`the fit of ${evidence.points.rows} labels has not settled after ${iterations} steps`);
}

/** The length of a step, in posterior standard deviations. */
function norm(gradient: Float64Array, step: Float64Array): number {
  return Math.sqrt(Math.max(0, dot(gradient, step)));
}

/** A step along an ascending direction, halved until it ascends. */
function climb(evidence: Evidence, prior: Prior, weights: Float64Array, step: Float64Array): Float64Array {
  const before = logPosterior(evidence, prior, weights);
  for (let share = 1; share > 1e-9; share /= 2) {
    const candidate = plus(weights, step, share);
    if (logPosterior(evidence, prior, candidate) > before) return candidate;
  }
  return weights;
}

function covarianceAt({ points, yes, no }: Evidence, prior: Prior, weights: Float64Array): Covariance {
  const latents = new Float64Array(points.rows);
  multiplyVector(points, weights, latents);
  const curvatures = latents.map((f, i) => curvature(f, yes[i] as number, no[i] as number));
  return new Covariance(points, curvatures, prior.variances);
}

function plus(a: Float64Array, b: Float64Array, share: number): Float64Array {
  return a.map((value, i) => value + share * (b[i] as number));
}

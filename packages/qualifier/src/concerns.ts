import { guardLimits } from './gate.ts';
import { type Theta, thetaBounds } from './kernels.ts';
import type { Concern, Label } from './strategy.ts';
import { fingerprint } from './vectors.ts';

/** So near a bound, in units of ln, that the search was stopped by it. */
const atBound = 1e-6;
/** With fewer candidates there is hardly a choice to make. */
const fewCandidates = 10;

/** What the concerns are about. */
export interface Examined {
  readonly labels: readonly Label[];
  /** Labels left out because their vectors say nothing. */
  readonly unusable: number;
  /** Of the last choice; null before the first. */
  readonly candidates: number | null;
  /** Hyper-parameters and likelihood of the fit; null while there is none. */
  readonly fit: { readonly theta: Theta; readonly logMarginalLikelihood: number } | null;
}

/** What makes a classic model's word worth less; those under which its guard lets it decide nothing come first. */
export function findConcerns(examined: Examined): Concern[] {
  const found = [
    ...classConcerns(examined.labels),
    ...fitConcerns(examined.fit),
    ...labelConcerns(examined),
    ...poolConcerns(examined.candidates),
  ];
  return found.sort((a, b) => Number(b.asks) - Number(a.asks));
}

function classConcerns(labels: readonly Label[]): Concern[] {
  const positives = labels.filter(({ qualified }) => qualified).length;
  const negatives = labels.length - positives;
  const counted = `${positives} yes and ${negatives} no labels`;
  if (positives === 0 || negatives === 0) {
    return [{ code: 'one-class', text: `${counted}: one of each is needed to learn`, asks: true }];
  }
  const { labelsPerClass } = guardLimits;
  if (Math.min(positives, negatives) >= labelsPerClass) return [];
  return [
    { code: 'few-labels', text: `${counted}, at least ${labelsPerClass} of each are needed`, asks: true },
  ];
}

function fitConcerns(fit: Examined['fit']): Concern[] {
  if (!fit) return [];
  const [constant, length] = [Math.exp(fit.theta[0]), Math.exp(fit.theta[1])];
  if (![constant, length, fit.logMarginalLikelihood].every(Number.isFinite)) {
    return [{ code: 'not-finite', text: 'the fit has numbers that are not finite', asks: true }];
  }
  const { constantAbove } = guardLimits;
  const concerns: Concern[] = [];
  if (!(constant > constantAbove)) {
    const text = `the model sees no signal yet (kernel constant ${constant.toPrecision(2)}, needs more than ${constantAbove})`;
    concerns.push({ code: 'bound', text, asks: true });
  } else if (isAtBound(fit.theta[0])) {
    const text = `the kernel constant is at its bound, ${constant.toPrecision(2)}`;
    concerns.push({ code: 'bound', text, asks: true });
  }
  if (isAtBound(fit.theta[1])) {
    const text = `the length scale is at its bound, ${length.toPrecision(2)}`;
    concerns.push({ code: 'bound', text, asks: true });
  }
  return concerns;
}

/** About labels that repeat or contradict each other, and those left out. */
export function labelConcerns({
  labels,
  unusable,
}: {
  readonly labels: readonly Pick<Label, 'vector' | 'qualified'>[];
  readonly unusable: number;
}): Concern[] {
  const groups = Map.groupBy(labels, ({ vector }) => fingerprint(vector));
  const repeated = [...groups.values()].filter((group) => group.length > 1);
  const contradictory = repeated.filter((group) => new Set(group.map((label) => label.qualified)).size > 1);
  const concerns: Concern[] = [];
  if (labels.length > 1 && groups.size === 1) {
    concerns.push({ code: 'constant-features', text: 'all labelled vectors are the same', asks: true });
  }
  if (contradictory.length > 0) {
    const text = `${contradictory.length} vectors have both a yes and a no`;
    concerns.push({ code: 'contradictions', text, asks: false });
  }
  if (repeated.length > 0) {
    const more = repeated.reduce((sum, group) => sum + group.length - 1, 0);
    concerns.push({ code: 'duplicates', text: `${more} labels repeat the vector of another`, asks: false });
  }
  if (unusable > 0) {
    const text = `${unusable} labels are left out: their vectors are zero or not finite`;
    concerns.push({ code: 'not-finite', text, asks: false });
  }
  return concerns;
}

function poolConcerns(candidates: number | null): Concern[] {
  if (candidates === null || candidates >= fewCandidates) return [];
  return [{ code: 'small-pool', text: `only ${candidates} candidates to choose from`, asks: false }];
}

function isAtBound(value: number): boolean {
  return value - thetaBounds.low < atBound || thetaBounds.high - value < atBound;
}

import { seededRandom } from '@fairlead/shared/runtime/random';
import { Census } from '../bayes/census.ts';
import { type Centring, pointOf } from '../bayes/features.ts';
import { BayesModel, type Example } from '../bayes/model.ts';
import { BayesStrategy } from '../bayes-strategy.ts';
import type { Label } from '../strategy.ts';

/** Medians of what the Bayesian strategy costs, in the milliseconds of `nowMs`. */
export interface LabelCost {
  /** One label between two fits: learned, and all candidates ranked anew. */
  readonly labelMs: number;
  /** One fit to all labels, starting from that to six per cent fewer. */
  readonly warmRefitMs: number;
  /** The features, means and variances of all candidates after a fit. */
  readonly poolRefitMs: number;
}

/** The share of labels that the warm start has not seen. */
const unseen = 0.06;

/**
 * Teaches a strategy `labels`, asks it about `candidates`, then teaches it `probes`, one by one, each of which
 * should fall between two fits. `nowMs` is the clock: elapsed or processor time.
 */
export function measureLabelCost(
  labels: readonly Label[],
  candidates: readonly Label[],
  probes: readonly Label[],
  nowMs: () => number,
): LabelCost {
  const objective = labels[0]?.vector ?? null;
  const strategy = new BayesStrategy({ randomShare: 0 }, { embeddingModel: 'bench', objective });
  for (const label of labels) strategy.observe(label);
  const random = seededRandom(1);
  // A fit before the candidates are met, so that meeting them costs a fit on the same labels, which is known.
  strategy.probabilities([]);
  strategy.propose(candidates, random);
  const spans = probes.map((probe) =>
    timed(nowMs, () => {
      strategy.observe(probe);
      strategy.propose(candidates, random);
    }),
  );
  const { centring, examples } = prepare(labels, objective);
  const before = BayesModel.fit(examples.slice(0, Math.ceil((1 - unseen) * examples.length)), centring, 4);
  const fits = [1, 2, 3].map(() => timed(nowMs, () => BayesModel.fit(examples, centring, 4, before)));
  const pools = [1, 2, 3].map(() => {
    const fresh = BayesModel.fit(examples, centring, 4, before);
    return timed(nowMs, () => fresh.latents(candidates.map(({ vector }) => pointOf(vector, objective))));
  });
  return { labelMs: median(spans), warmRefitMs: median(fits), poolRefitMs: median(pools) };
}

function prepare(
  labels: readonly Label[],
  objective: Float32Array | null,
): { centring: Centring; examples: Example[] } {
  const census = new Census(objective?.length ?? 0);
  const examples = labels.map(({ id, vector, qualified }) => {
    const point = pointOf(vector, objective);
    census.add(id, point);
    return { id, ...point, yes: Number(qualified), no: Number(!qualified) };
  });
  return { centring: census.centring(objective !== null), examples };
}

function timed(nowMs: () => number, work: () => unknown): number {
  const from = nowMs();
  work();
  return nowMs() - from;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

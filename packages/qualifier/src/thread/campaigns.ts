import { seededRandom } from '@fairlead/shared/runtime/random';
import { readPortable } from '../portable.ts';
import { createStrategy, restoreStrategy } from '../strategies.ts';
import type { Candidate, QualifierStrategy } from '../strategy.ts';
import { NotOpen } from './errors.ts';
import { type PackedLabels, unpackCandidates, unpackLabels, unpackVectors } from './packing.ts';
import type { Call, Request, Result } from './protocol.ts';

interface Campaign {
  readonly strategy: QualifierStrategy;
  readonly labels: Set<number>;
  /** In order of arrival. */
  readonly candidates: Map<number, Candidate>;
  dimension: number;
}

type Handlers = { readonly [C in Call]: (request: Request<C>) => Result<C> };

/** The campaigns of a thread, least recently used first. */
export class Campaigns {
  readonly #maxBytes: number;
  readonly #open = new Map<string, Campaign>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  readonly handlers: Handlers = {
    open: ({ key, name, options, context, snapshot, labels }) => {
      const observed = unpackLabels(labels);
      const restored = restoreStrategy(snapshot, observed, context);
      const strategy = restored?.name === name ? restored : createStrategy(name, options, context);
      const campaign = { strategy, labels: new Set<number>(), candidates: new Map(), dimension: 0 };
      this.#open.delete(key);
      this.#open.set(key, campaign);
      if (strategy === restored) note(campaign, labels);
      else observe(campaign, labels);
      this.#shrink();
      return { restored: strategy === restored };
    },
    held: ({ key }) => {
      const campaign = this.#open.get(key);
      return campaign ? { labels: [...campaign.labels], candidates: [...campaign.candidates.keys()] } : null;
    },
    observe: ({ key, labels }) => {
      observe(this.#use(key), labels);
      this.#shrink();
    },
    change: (part) => {
      changePool(this.#use(part.key), part);
      this.#shrink();
    },
    propose: ({ seed, ...part }) => {
      const campaign = this.#use(part.key);
      changePool(campaign, part);
      this.#shrink();
      return campaign.strategy.propose([...campaign.candidates.values()], seededRandom(seed));
    },
    decide: ({ key, vector }) => this.#use(key).strategy.decide(vector),
    probabilities: ({ key, vectors }) => {
      const probabilities = this.#use(key).strategy.probabilities(unpackVectors(vectors));
      return probabilities && new Float64Array(probabilities);
    },
    reopen: ({ key, parked }) => this.#use(key).strategy.reopen(unpackCandidates(parked)),
    heldOut: ({ key }) => {
      const heldOut = this.#use(key).strategy.heldOut();
      return heldOut && new Map(heldOut);
    },
    concerns: ({ key }) => this.#use(key).strategy.concerns(),
    snapshot: ({ key }) => this.#use(key).strategy.snapshot(),
    portable: ({ key }) => this.#use(key).strategy.portable(),
    rank: ({ model, vectors }) => readPortable(model).probabilities(unpackVectors(vectors)),
    forget: ({ key }) => {
      this.#open.delete(key);
    },
  };

  /** The campaign, which becomes the most recently used. */
  #use(key: string): Campaign {
    const campaign = this.#open.get(key);
    if (!campaign) throw new NotOpen(`campaign ${key} is not open`);
    this.#open.delete(key);
    this.#open.set(key, campaign);
    return campaign;
  }

  #shrink(): void {
    let bytes = 0;
    for (const campaign of this.#open.values()) bytes += estimateBytes(campaign);
    for (const [key, campaign] of this.#open) {
      if (bytes <= this.#maxBytes || this.#open.size === 1) return;
      this.#open.delete(key);
      bytes -= estimateBytes(campaign);
    }
  }
}

function changePool(campaign: Campaign, { add, remove }: Request<'change'>): void {
  for (const id of remove) campaign.candidates.delete(id);
  for (const candidate of unpackCandidates(add)) {
    campaign.candidates.set(candidate.id, candidate);
    campaign.dimension = candidate.vector.length;
  }
}

function observe(campaign: Campaign, labels: PackedLabels): void {
  for (const label of unpackLabels(labels)) campaign.strategy.observe(label);
  note(campaign, labels);
}

function note(campaign: Campaign, { ids, vectors }: PackedLabels): void {
  for (const id of ids) campaign.labels.add(id);
  campaign.dimension = vectors.lengths.at(-1) ?? campaign.dimension;
}

/** From above: the vectors; what a strategy keeps for each label, for each pair of label and candidate, of two labels. */
function estimateBytes({ labels, candidates, dimension }: Campaign): number {
  const [n, pool] = [labels.size, candidates.size];
  return 12 * (n + pool) * dimension + 8 * n * pool + 16 * n * n;
}

import { createStrategy } from '@fairlead/qualifier/strategies';
import type { Candidate, Choice, QualifierStrategy } from '@fairlead/qualifier/strategy';
import type { Random } from '@fairlead/shared/runtime/random';

/** As much of a strategy as a replay needs. */
export type Player = Pick<QualifierStrategy, 'observe' | 'propose' | 'decide' | 'probabilities' | 'reopen'>;

/** One way to decide a pool. */
export interface Contender {
  readonly label: string;
  /** The share of its automatic decisions that the language model checks. */
  readonly auditShare: number;
  create(objective: Float32Array): Player;
}

const AUDIT_SHARE = 0.05;
/** A replay of thousands of labels would spend an hour on the last decimals of hyper-parameters. */
const SEARCH_UP_TO = 300;

const strategy = (name: 'bayes' | 'classic', options: object, objective: Float32Array | null): Player =>
  createStrategy(name, options, { embeddingModel: 'replay', objective });

/** In the order of the tables. */
export const contenders = {
  allLlm: {
    label: 'all-LLM',
    auditShare: 0,
    create: () => asksEverybody((candidates) => candidates[0]),
  },
  random: {
    label: 'random',
    auditShare: 0,
    create: () =>
      asksEverybody((candidates, random) => candidates[Math.floor(random.next() * candidates.length)]),
  },
  cosine: {
    label: 'cosine only',
    auditShare: 0,
    create: asksNearest,
  },
  classicUnguarded: {
    label: 'classic, guard off (the original)',
    auditShare: 0,
    create: () => strategy('classic', { guard: false, searchUpTo: SEARCH_UP_TO }, null),
  },
  classic: {
    label: 'classic, guard on',
    auditShare: AUDIT_SHARE,
    create: () => strategy('classic', { searchUpTo: SEARCH_UP_TO }, null),
  },
  bayes: {
    label: 'bayes',
    auditShare: AUDIT_SHARE,
    create: (objective) => strategy('bayes', {}, objective),
  },
  bayesBlind: {
    label: 'bayes, no objective',
    auditShare: AUDIT_SHARE,
    create: () => strategy('bayes', {}, null),
  },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;
export const contenderNames = Object.keys(contenders) as ContenderName[];

/** An order of asking without a model: it never decides by itself, so it asks about everybody. */
function asksEverybody(
  choose: (candidates: readonly Candidate[], random: Random) => Candidate | undefined,
): Player {
  return {
    observe: () => {},
    propose: (candidates, random): Choice | null => {
      const chosen = choose(candidates, random);
      return chosen ? { kind: 'judge', id: chosen.id, why: 'first-come', score: null } : null;
    },
    decide: () => ({ kind: 'ask', probability: null, entropy: null, std: null, why: 'it has no model' }),
    probabilities: () => null,
    reopen: () => [],
  };
}

/** Asks about the nearest to the objective first. */
function asksNearest(objective: Float32Array): Player {
  const cosines = new Map<number, number>();
  const cosineOf = ({ id, vector }: Candidate): number => {
    const known = cosines.get(id);
    if (known !== undefined) return known;
    const cosine = vector.reduce((sum, value, j) => sum + value * (objective[j] ?? 0), 0);
    cosines.set(id, cosine);
    return cosine;
  };
  return asksEverybody((candidates) =>
    candidates.reduce<Candidate | undefined>(
      (best, one) => (best && cosineOf(best) >= cosineOf(one) ? best : one),
      undefined,
    ),
  );
}

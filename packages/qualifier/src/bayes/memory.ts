import { hash32 } from '@fairlead/shared/runtime/random';
import type { BayesState } from '../model-state.ts';
import type { Label, StrategyContext } from '../strategy.ts';
import { checksum } from '../vectors.ts';
import { Census } from './census.ts';
import type { Memory } from './learner.ts';
import type { Lesson } from './lessons.ts';
import { packDoubles, packIds, unpackDoubles, unpackIds } from './packing.ts';

type Fitted = NonNullable<BayesState['fitted']>;

/** What a state is about: what was learned of one thing says nothing of another. */
type Subject = Pick<BayesState, 'embeddingModel' | 'dimension' | 'objectiveDigest'>;

export function subjectOf({ embeddingModel, objective }: StrategyContext, dimension: number | null): Subject {
  return { embeddingModel, dimension, objectiveDigest: objective && hash32(objective.join()) };
}

/** Whether a state is about these vectors, in this context. */
export function isAbout(state: Subject, labels: readonly Label[], context: StrategyContext): boolean {
  const lengths = [context.objective, ...labels.map(({ vector }) => vector)].map((vector) => vector?.length);
  const subject = subjectOf(context, state.dimension);
  return (
    state.embeddingModel === subject.embeddingModel &&
    state.objectiveDigest === subject.objectiveDigest &&
    lengths.every((length) => length === undefined || state.dimension === null || length === state.dimension)
  );
}

/** What a learner knows, as JSON. */
export function writeMemory(memory: Memory, lessons: readonly Lesson[]): Fitted {
  const { fit, census } = memory;
  const positives = lessons.filter(({ yes, no }) => yes > no).length;
  const labelled = new Set(lessons.map(({ id }) => id));
  const { vectors, cosines, squares } = census.sums();
  const { centre, cosine, leads } = fit.centring;
  return {
    positives,
    negatives: lessons.length - positives,
    vectorsDigest: digestVectors(lessons),
    lessons: lessons.map(({ id, yes, no }) => [id, yes, no]),
    fit: {
      lessons: fit.lessons,
      leads,
      centre: packDoubles(centre),
      cosine,
      embeddingVariance: fit.embeddingVariance,
      anchor: packDoubles(fit.anchor),
      calibration: fit.calibration,
    },
    census: {
      candidates: packIds([...census.ids()].filter((id) => !labelled.has(id))),
      vectors: packDoubles(vectors),
      cosines,
      squares,
    },
  };
}

/** What was written; null when the numbers do not fit together. */
export function readMemory({ lessons, fit, census }: Fitted, dimension: number): Memory | null {
  const [centre, anchor, vectors] = [fit.centre, fit.anchor, census.vectors].map(unpackDoubles);
  const columns = dimension + (fit.cosine ? 2 : 1);
  if (centre?.length !== dimension || vectors?.length !== dimension || anchor?.length !== columns)
    return null;
  if (fit.lessons > lessons.length || ![centre, anchor, vectors].every((all) => all.every(Number.isFinite))) {
    return null;
  }
  const ids = [...lessons.map(([id]) => id), ...unpackIds(census.candidates)];
  return {
    lessons: lessons.map(([id, yes, no]) => ({ id, yes, no })),
    fit: {
      lessons: fit.lessons,
      centring: { centre, cosine: fit.cosine, leads: fit.leads },
      embeddingVariance: fit.embeddingVariance,
      anchor,
      calibration: fit.calibration,
    },
    census: new Census(dimension, ids, { vectors, cosines: census.cosines, squares: census.squares }),
  };
}

/** The labels split into those of the lessons that were learned, in their order, and later ones; null where a lesson's is missing or has another vector. */
export function splitLabels(
  fitted: Fitted,
  labels: readonly Label[],
): { learned: Label[]; later: Label[] } | null {
  const byLead = Map.groupBy(labels, ({ id }) => id);
  const learned = fitted.lessons.flatMap(([id]) => byLead.get(id) ?? []);
  const firsts = fitted.lessons.flatMap(([id]) => byLead.get(id)?.slice(0, 1) ?? []);
  if (firsts.length < fitted.lessons.length || digestVectors(firsts) !== fitted.vectorsDigest) return null;
  const ids = new Set(firsts.map(({ id }) => id));
  return { learned, later: labels.filter(({ id }) => !ids.has(id)) };
}

function digestVectors(leads: readonly Pick<Label, 'id' | 'vector'>[]): number {
  const texts = leads.map(({ id, vector }) => `${id}:${checksum(vector)}`);
  return hash32(texts.join());
}

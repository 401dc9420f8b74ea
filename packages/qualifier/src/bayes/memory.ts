import { hash32 } from '@fairlead/shared/runtime/random';
import type { BayesState } from '../model-state.ts';
import type { Label, StrategyContext } from '../strategy.ts';
import { Census } from './census.ts';
import type { Memory } from './learner.ts';
import type { Lesson } from './lessons.ts';
import { packDoubles, packIds, unpackDoubles, unpackIds } from './packing.ts';

type Fitted = NonNullable<BayesState['fitted']>;

/** What a learner knows, as JSON. */
export function writeMemory(memory: Memory, lessons: readonly Lesson[], context: StrategyContext): Fitted {
  const { fit, census, dimension } = memory;
  const positives = lessons.filter(({ yes, no }) => yes > no).length;
  const labelled = new Set(lessons.map(({ id }) => id));
  const { vectors, cosines, squares } = census.sums();
  const { centre, cosine, leads } = fit.centring;
  return {
    positives,
    negatives: lessons.length - positives,
    embeddingModel: context.embeddingModel,
    dimension,
    objectiveDigest: digestObjective(context.objective),
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
export function readMemory({ dimension, lessons, fit, census }: Fitted): Memory | null {
  const [centre, anchor, vectors] = [fit.centre, fit.anchor, census.vectors].map(unpackDoubles);
  const columns = dimension + (fit.cosine ? 2 : 1);
  if (centre?.length !== dimension || vectors?.length !== dimension || anchor?.length !== columns)
    return null;
  if (fit.lessons > lessons.length || ![centre, anchor, vectors].every((all) => all.every(Number.isFinite))) {
    return null;
  }
  const ids = [...lessons.map(([id]) => id), ...unpackIds(census.candidates)];
  return {
    dimension,
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

/** Whether what was learned then holds in this context. */
export function isAbout(
  { embeddingModel, dimension, objectiveDigest }: Fitted,
  context: StrategyContext,
): boolean {
  return (
    embeddingModel === context.embeddingModel &&
    objectiveDigest === digestObjective(context.objective) &&
    (context.objective?.length ?? dimension) === dimension
  );
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

function digestObjective(objective: Float32Array | null): number | null {
  return objective && hash32(objective.join());
}

function digestVectors(leads: readonly Pick<Label, 'id' | 'vector'>[]): number {
  const texts = leads.map(
    ({ id, vector }) => `${id}:${vector.reduce((sum, value, i) => sum + value * (i + 1), 0)}`,
  );
  return hash32(texts.join());
}

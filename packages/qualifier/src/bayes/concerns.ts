import type { Concern } from '../strategy.ts';
import { slopeFloor } from './calibration.ts';
import type { Learner } from './learner.ts';
import type { Lesson } from './lessons.ts';
import type { BayesModel } from './model.ts';
import { embeddingVariances } from './prior.ts';
import { labelsWithoutYeses, stopObjection } from './stop-rule.ts';

/** Shares of the labels from which repetition is worth a word, and contradiction stops decisions. */
const worthAWord = 0.1;
const tooContradictory = 0.1;

/** A pool too small for the stop rule ever to spare much of it. */
const smallPool = 400;

/** What is wrong with labels or fit; first what keeps the strategy from deciding. */
export function findConcerns(learner: Learner, model: BayesModel | null): Concern[] {
  const found = [...aboutLabels(learner), ...(model ? aboutFit(model, learner) : [])];
  return found.toSorted((a, b) => Number(b.asks) - Number(a.asks));
}

function aboutLabels(learner: Learner): Concern[] {
  const { positives, negatives } = learner.lessons.counts();
  const [labels, known] = [positives + negatives, learner.known];
  const concerns: Concern[] = [];
  if (positives === 0 || negatives === 0) {
    const text = `${positives} yes and ${negatives} no labels: one of each is needed to learn the difference.`;
    concerns.push({ code: 'one-class', text, asks: true });
  }
  const objection = stopObjection({ labels, positives, known });
  if (objection) concerns.push({ code: 'few-labels', text: `${objection}.`, asks: true });
  concerns.push(...aboutTwins(learner.lessons.all()));
  if (learner.unusable > 0) {
    const text = `${learner.unusable} leads have an embedding that cannot be used: not finite, zero, or of another length.`;
    concerns.push({ code: 'not-finite', text, asks: false });
  }
  if (known > 0 && known < smallPool) {
    const text = `${known} leads are known: none is given up before ${labelsWithoutYeses(known)} are labelled.`;
    concerns.push({ code: 'small-pool', text, asks: false });
  }
  return concerns;
}

/** Leads with the very same vector. */
function aboutTwins(lessons: readonly Lesson[]): Concern[] {
  const groups = Map.groupBy(lessons, bytesOf);
  const twins = [...groups.values()].filter((group) => group.length > 1);
  const repeated = twins.reduce((sum, group) => sum + group.length - 1, 0);
  const contradicting = twins.filter((group) => new Set(group.map(isYes)).size > 1).flat().length;
  const concerns: Concern[] = [];
  if (lessons.length > 1 && groups.size === 1) {
    const text = `All ${lessons.length} labelled leads have the same embedding: nothing tells them apart.`;
    concerns.push({ code: 'constant-features', text, asks: true });
  }
  if (repeated > worthAWord * lessons.length) {
    const text = `${repeated} of ${lessons.length} labelled leads have the embedding of another one.`;
    concerns.push({ code: 'duplicates', text, asks: false });
  }
  if (contradicting > 0) {
    const text = `${contradicting} labelled leads share an embedding with one of the other verdict.`;
    concerns.push({ code: 'contradictions', text, asks: contradicting > tooContradictory * lessons.length });
  }
  return concerns;
}

function aboutFit(model: BayesModel, learner: Learner): Concern[] {
  const { calibration, embeddingVariance } = model.stored;
  const concerns: Concern[] = [];
  if (!model.mode.every(Number.isFinite)) {
    concerns.push({ code: 'not-finite', text: 'The fit is not finite.', asks: true });
  }
  if (calibration.slope <= slopeFloor) {
    const text = 'Of labels it has not seen the model knows no more than chance does.';
    // A campaign that is barren is given up at its rate of yeses, which needs no model.
    const asks = learner.lessons.count < labelsWithoutYeses(learner.known);
    concerns.push({ code: 'bound', text, asks });
  }
  if (embeddingVariance === embeddingVariances[0] || embeddingVariance === embeddingVariances.at(-1)) {
    const text = `The prior variance of the weights, ${embeddingVariance}, is at the end of its range.`;
    concerns.push({ code: 'bound', text, asks: false });
  }
  return concerns;
}

function isYes({ yes, no }: Lesson): boolean {
  return yes > no;
}

function bytesOf({ vector }: Lesson): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1');
}

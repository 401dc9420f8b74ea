import { labelConcerns } from '../concerns.ts';
import type { Concern } from '../strategy.ts';
import { slopeFloor } from './calibration.ts';
import type { Learner } from './learner.ts';
import type { BayesModel } from './model.ts';
import { embeddingVariances } from './prior.ts';
import { labelsWithoutYeses, stopObjection } from './stop-rule.ts';

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
    const text = `${positives} yes and ${negatives} no labels: one of each is needed to learn`;
    concerns.push({ code: 'one-class', text, asks: true });
  }
  const objection = stopObjection({ labels, positives, known });
  if (objection) concerns.push({ code: 'few-labels', text: objection, asks: true });
  const lessons = learner.lessons.all().map(({ vector, yes, no }) => ({ vector, qualified: yes > no }));
  concerns.push(...labelConcerns({ labels: lessons, unusable: learner.unusable }));
  if (known > 0 && known < smallPool) {
    const text = `${known} leads are known: none is given up before ${labelsWithoutYeses(known)} are labelled`;
    concerns.push({ code: 'small-pool', text, asks: false });
  }
  return concerns;
}

function aboutFit(model: BayesModel, learner: Learner): Concern[] {
  const { calibration, embeddingVariance } = model.stored;
  const concerns: Concern[] = [];
  if (!model.mode.every(Number.isFinite)) {
    concerns.push({ code: 'not-finite', text: 'the fit has numbers that are not finite', asks: true });
  }
  if (calibration.slope <= slopeFloor) {
    const text = 'of labels it has not seen the model knows no more than chance does';
    // A campaign that is barren is given up at its rate of yeses, which needs no model.
    const asks = learner.lessons.count < labelsWithoutYeses(learner.known);
    concerns.push({ code: 'bound', text, asks });
  }
  if (embeddingVariance === embeddingVariances[0] || embeddingVariance === embeddingVariances.at(-1)) {
    const text = `the prior variance of the weights, ${embeddingVariance}, is at the end of its range`;
    concerns.push({ code: 'bound', text, asks: false });
  }
  return concerns;
}

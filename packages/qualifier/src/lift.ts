/** Answers of the language model or a human about leads that were chosen in one way. */
export interface Answers {
  readonly yes: number;
  readonly no: number;
}

/** How many times more often a lead the model chose is a yes than one drawn at random, with its 95 % interval. */
export interface Lift {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** A share of fewer answers than this says nothing. */
export const fewestAnswers = 10;

const z95 = 1.959964;
/** Added to every count, so that a share of 0 has an interval too. */
const continuity = 0.5;

/**
 * The ratio of two shares of yes, with its interval on the logarithm (Katz et al. 1978; with a half added to every
 * count, after Walter 1975). Null while either side has fewer than `fewestAnswers`.
 */
export function liftOver(model: Answers, random: Answers): Lift | null {
  const [modelAll, randomAll] = [model.yes + model.no, random.yes + random.no];
  if (Math.min(modelAll, randomAll) < fewestAnswers) return null;
  const share = (answers: Answers) => (answers.yes + continuity) / (answers.yes + answers.no + continuity);
  const variance =
    1 / (model.yes + continuity) -
    1 / (modelAll + continuity) +
    1 / (random.yes + continuity) -
    1 / (randomAll + continuity);
  const ratio = share(model) / share(random);
  const spread = Math.exp(z95 * Math.sqrt(Math.max(0, variance)));
  return { ratio, low: ratio / spread, high: ratio * spread };
}

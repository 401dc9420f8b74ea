import { FitWorkspace } from './fit-workspace.ts';
import { describeKernel, type Theta, thetaBounds } from './kernels.ts';
import { NotPositiveDefinite } from './not-positive-definite.ts';
import { type Evaluation, maximise, type Optimum, type Start } from './optimiser.ts';
import { Posterior } from './posterior.ts';
import type { TrainingSet } from './training-set.ts';

/**
 * The hyper-parameters of highest log marginal likelihood found from `starts`; the first of equals wins, as in
 * scikit-learn. A search that comes to the foot of a top found before ends there. Throws when `starts` is empty.
 */
export function searchTheta(
  training: TrainingSet,
  starts: readonly Start[],
  workspace = new FitWorkspace(training.points.rows),
): Optimum {
  const optima: Optimum[] = [];
  for (const start of starts) {
    const objective = (theta: Theta): Evaluation => logMarginalLikelihoodAt(training, theta, workspace);
    optima.push(maximise(objective, start, thetaBounds, optima));
  }
  return optima.reduce((a, b) => (b.value > a.value ? b : a));
}

/** The posterior at given hyper-parameters. Throws when the kernel matrix has no Cholesky factor. */
export function posteriorAt(
  training: TrainingSet,
  theta: Theta,
  workspace = new FitWorkspace(training.points.rows),
): Posterior {
  const { distances, targets, alpha } = training;
  try {
    const solution = workspace.solve(theta, distances, targets, alpha);
    return new Posterior(theta, training, solution);
  } catch (error) {
    if (!(error instanceof NotPositiveDefinite)) throw error;
    throw new Error(
      `The kernel ${describeKernel(theta)} does not give a positive definite matrix of ${targets.length} points. ` +
        `Try increasing alpha (now ${alpha}).`,
      { cause: error },
    );
  }
}

/**
 * The log marginal likelihood; its gradient in (ln constant, ln length), valid until the workspace is used
 * again. Source: Rasmussen & Williams 2006, 2.30 and 5.9.
 */
export function logMarginalLikelihoodAt(
  { distances, targets, alpha }: TrainingSet,
  theta: Theta,
  workspace = new FitWorkspace(targets.length),
): Evaluation {
  try {
    return workspace.evaluate(theta, distances, targets, alpha);
  } catch (error) {
    if (!(error instanceof NotPositiveDefinite)) throw error;
    // A search may probe corners where rounding leaves no factor: infinitely unlikely, not an error.
    return { value: Number.NEGATIVE_INFINITY, gradient: () => [0, 0] };
  }
}

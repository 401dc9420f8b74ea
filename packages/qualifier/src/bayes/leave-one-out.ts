import { moderate } from './calibration.ts';
import { multiplyVector } from './kernels.ts';
import { curvature, type Evidence, type LaplaceFit, pull } from './laplace.ts';

/**
 * For every lead of a fit its score by a model that had not seen it, without fitting again: one
 * Newton step from the mode with the lead taken out, and the variance without it. Exact to second
 * order. Source: Rasmussen & Williams 2006, 5.4.2; leverages as in Pregibon 1981.
 */
export function leaveOneOutScores(evidence: Evidence, fit: LaplaceFit): Float64Array {
  const { points, yes, no } = evidence;
  const latents = new Float64Array(points.rows);
  multiplyVector(points, fit.mode, latents);
  const variances = fit.covariance.quadratics(points);
  return latents.map((latent, i) => {
    const [own, opposite, variance] = [yes[i] as number, no[i] as number, variances[i] as number];
    const rest = 1 - curvature(latent, own, opposite) * variance;
    return moderate(latent - (variance * pull(latent, own, opposite)) / rest, variance / rest);
  });
}

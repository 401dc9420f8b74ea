import { binaryEntropy, clipProbability } from './acquisition.ts';
import type { Decision } from './strategy.ts';

/** When the classic strategy may decide without the language model. */
export interface GateOptions {
  /** A decision needs an entropy below this many nats. Default 0.3. */
  readonly entropyBelow: number;
  /** A decision needs a posterior standard deviation below this. Default 0.05. */
  readonly stdBelow: number;
  /** A yes needs at least this probability. Default 0.9. */
  readonly acceptAt: number;
}

/**
 * When the guard lets the strategy decide at all.
 *
 * With prior mean 0 and fixed noise, k positives among n labels that the features do not yet explain
 * pay for signal only while k²/n > alpha. Otherwise the likelihood drives the constant to its lower
 * bound, and then entropy and deviation are tiny for the whole pool: the gate would reject everybody.
 * A fitted constant at the bound is that collapse itself, so it is required to be above 1e-3 whatever
 * k²/n is; k²/n > 0.1 would only predict it, and would let a collapsed fit through.
 */
export const guardLimits = { labelsPerClass: 5, constantAbove: 1e-3 } as const;

/** Decides from a latent mean and standard deviation. `objection` is the guard's, or null. */
export function passGate(
  mean: number,
  std: number,
  options: GateOptions,
  objection: string | null,
): Decision {
  const probability = clipProbability(mean);
  const entropy = binaryEntropy(probability);
  const ask = (why: string): Decision => ({ kind: 'ask', probability, entropy, std, why });
  if (objection !== null) return ask(objection);
  if (!(entropy < options.entropyBelow))
    return ask(`entropy ${entropy.toFixed(3)} is not below ${options.entropyBelow}`);
  if (!(std < options.stdBelow)) return ask(`deviation ${std.toFixed(3)} is not below ${options.stdBelow}`);
  const qualified = probability >= options.acceptAt;
  if (!qualified && probability > 0.5) {
    return ask(`probability ${probability.toFixed(3)} is below ${options.acceptAt}, too low to accept`);
  }
  return { kind: 'auto', qualified, probability, entropy, std };
}

import { dot } from '../matrix.ts';

/** One step and what it took from the gradient. */
interface Secant {
  readonly step: Float64Array;
  readonly drop: Float64Array;
  /** 1 / step·drop. */
  readonly scale: number;
}

/**
 * What steps have shown of the curvature since a covariance was taken: it corrects the covariance, for
 * the price of a few products of vectors each. Source: Nocedal & Wright 2006, algorithm 7.4.
 */
export class Secants {
  readonly #secants: Secant[] = [];

  /** After `step` the gradient was less by `drop`. A pair without curvature along the step is left out. */
  learn(step: Float64Array, drop: Float64Array): void {
    const along = dot(step, drop);
    if (along > 0) this.#secants.push({ step, drop, scale: 1 / along });
  }

  /** The corrected product with `gradient`, given the product with the covariance that is corrected. */
  multiply(gradient: Float64Array, product: (vector: Float64Array) => Float64Array): Float64Array {
    const rest = gradient.slice();
    const shares = this.#secants.toReversed().map(({ step, drop, scale }) => {
      const share = scale * dot(step, rest);
      add(rest, drop, -share);
      return share;
    });
    const result = product(rest);
    for (const { step, drop, scale } of this.#secants) {
      add(result, step, (shares.pop() as number) - scale * dot(drop, result));
    }
    return result;
  }
}

function add(to: Float64Array, vector: Float64Array, share: number): void {
  for (let j = 0; j < to.length; j++) to[j] = (to[j] as number) + share * (vector[j] as number);
}

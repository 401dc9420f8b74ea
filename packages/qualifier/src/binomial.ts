/** An estimated share, with the interval that holds the true one 95 times in 100. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const tail = 0.025;
/** Halvings of [0, 1]: as fine as a double. */
const halvings = 52;

/**
 * `hits` of `trials` independent trials, with the exact 95 % interval of Clopper and Pearson (1934), which never
 * claims too much. Null without trials. Takes time in proportion to the trials.
 */
export function binomialInterval(hits: number, trials: number): ShareInterval | null {
  if (!Number.isInteger(hits) || !Number.isInteger(trials) || hits < 0 || hits > trials) {
    throw new RangeError(`binomialInterval: ${hits} of ${trials}`);
  }
  if (trials === 0) return null;
  // The upper end for hits is the lower end for misses, seen from the other side.
  return {
    share: hits / trials,
    low: lowerEnd(hits, trials),
    high: 1 - lowerEnd(trials - hits, trials),
  };
}

/** The share under which so many hits or more come about in 2.5 of 100 samples. */
function lowerEnd(hits: number, trials: number): number {
  if (hits === 0) return 0;
  const logWays = logBinomials(trials);
  let [low, high] = [0, hits / trials];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (chanceOfAtLeast(hits, trials, middle, logWays) < tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function chanceOfAtLeast(hits: number, trials: number, share: number, logWays: Float64Array): number {
  const [logHit, logMiss] = [Math.log(share), Math.log1p(-share)];
  let chance = 0;
  for (let k = hits; k <= trials; k++) {
    const misses = trials - k;
    chance += Math.exp((logWays[k] ?? 0) + k * logHit + (misses === 0 ? 0 : misses * logMiss));
  }
  return chance;
}

/** ln of the binomial coefficients of n, from 0 to n. */
function logBinomials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 1; k <= n; k++) logs[k] = (logs[k - 1] ?? 0) + Math.log((n - k + 1) / k);
  return logs;
}

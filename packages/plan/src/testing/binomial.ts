/**
 * Of `draws` that each succeed with probability `chance`: the fewest and the most successes that leave no
 * more than `alpha` beyond each end. Exact, from the distribution itself.
 */
export function binomialBounds(
  draws: number,
  chance: number,
  alpha: number,
): { least: number; most: number } {
  if (chance === 0) return { least: 0, most: 0 };
  if (chance === 1) return { least: draws, most: draws };
  const masses = massesOf(draws, chance);
  return { least: firstBeyond(masses, alpha), most: draws - firstBeyond(masses.toReversed(), alpha) };
}

/** The probability of 0, 1, … `draws` successes. */
function massesOf(draws: number, chance: number): number[] {
  let log = draws * Math.log1p(-chance);
  const masses = [Math.exp(log)];
  for (let k = 1; k <= draws; k++) {
    log += Math.log((draws - k + 1) / k) + Math.log(chance / (1 - chance));
    masses.push(Math.exp(log));
  }
  return masses;
}

function firstBeyond(masses: readonly number[], alpha: number): number {
  let sum = 0;
  return masses.findIndex((mass) => {
    sum += mass;
    return sum > alpha;
  });
}

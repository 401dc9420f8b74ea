/** Labelled people whose held-out probability of a yes lies in [from, to); the last interval holds its end. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly people: number;
  readonly meanProbability: number;
  readonly yes: number;
}

/** Narrow where decisions are taken: most people of most campaigns do not fit. */
const edges = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** What was predicted beside what was answered, by interval of probability; intervals without people are absent. */
export function calibrationOf(
  predictions: readonly { readonly probability: number; readonly qualified: boolean }[],
): CalibrationBin[] {
  return edges.slice(1).flatMap((to, i) => {
    const from = edges[i] ?? 0;
    const within = predictions.filter(
      ({ probability }) => probability >= from && (probability < to || (to === 1 && probability <= 1)),
    );
    if (within.length === 0) return [];
    const sum = within.reduce((total, { probability }) => total + probability, 0);
    const yes = within.filter(({ qualified }) => qualified).length;
    return [{ from, to, people: within.length, meanProbability: sum / within.length, yes }];
  });
}

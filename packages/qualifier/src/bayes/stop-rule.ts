/** What the stop rule looks at. */
export interface Standing {
  readonly labels: number;
  readonly positives: number;
  /** All leads that are known, labelled or not. */
  readonly known: number;
}

/** Labels after which enough yeses count as knowing what a yes looks like. */
const enough = { labels: 100, positives: 25 } as const;

/** Labels after which a campaign is taken to be barren if its yeses are still too few. */
const barren = { labels: 400, shareOfKnown: 0.25 } as const;

/** How many labels the rule waits for where yeses are few: 400, a quarter of a small pool, never below 100. */
export function labelsWithoutYeses(known: number): number {
  return Math.min(barren.labels, Math.max(enough.labels, Math.ceil(barren.shareOfKnown * known)));
}

/** Why the strategy may not yet stop asking, in words for the operator; null when it may. */
export function stopObjection({ labels, positives, known }: Standing): string | null {
  const patience = labelsWithoutYeses(known);
  if (labels >= patience || (labels >= enough.labels && positives >= enough.positives)) return null;
  return (
    `${labels} labels with ${positives} yes: it needs ${enough.labels} with ${enough.positives} yes, ` +
    `or ${patience} whatever they say`
  );
}

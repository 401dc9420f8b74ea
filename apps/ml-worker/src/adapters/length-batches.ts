/** A text and its place among those given. */
export interface PlacedText {
  readonly text: string;
  readonly at: number;
}

/**
 * Batches of texts of similar length, longest first: every text of a batch is padded to its longest, and the network
 * computes the padding too. The longest batch first finds out at once whether memory suffices.
 */
export function batchesByLength(texts: readonly string[], batchSize: number): PlacedText[][] {
  const sorted = texts
    .map((text, at): PlacedText => ({ text, at }))
    .sort((a, b) => b.text.length - a.text.length || a.at - b.at);
  const batches: PlacedText[][] = [];
  for (let from = 0; from < sorted.length; from += batchSize)
    batches.push(sorted.slice(from, from + batchSize));
  return batches;
}

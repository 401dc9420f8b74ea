import { HOUR_MS } from './limits.ts';

/** Longer than any phrase somebody would search for. */
export const LONGEST_KEYWORD = 100;

/** One space between words and none around them: the same phrase is the same text but for its case. */
export function tidyKeyword(keyword: string): string {
  return keyword.replace(/\s+/g, ' ').trim();
}

/** How long the language model is not asked again after so many calls in a row that led to nobody new. */
export const KEYWORD_BACKOFF_HOURS = [1, 4, 24, 24, 24] as const;
/** After so many it is not asked again at all: a human is wanted. */
export const MAX_BARREN_KEYWORD_CALLS = KEYWORD_BACKOFF_HOURS.length + 1;

/** Calls for the campaign's present objective and product docs since a search last found somebody new. */
export interface KeywordCalls {
  barren: number;
  /** The last of those; null when there is none. */
  lastAt: Date | null;
}

export const NO_KEYWORD_CALLS: KeywordCalls = { barren: 0, lastAt: null };

export type KeywordPause = { kind: 'none' } | { kind: 'until'; until: Date } | { kind: 'stopped' };

/**
 * Whether the language model may be asked for keywords now, after what came of the calls before. A call that lies ahead
 * says that the clock was set back: it holds nothing up.
 */
export function keywordPause({ barren, lastAt }: KeywordCalls, now: Date): KeywordPause {
  if (barren === 0 || lastAt === null) return { kind: 'none' };
  if (barren >= MAX_BARREN_KEYWORD_CALLS) return { kind: 'stopped' };
  const hours = KEYWORD_BACKOFF_HOURS[barren - 1] ?? 0;
  const until = new Date(lastAt.getTime() + hours * HOUR_MS);
  return lastAt > now || until <= now ? { kind: 'none' } : { kind: 'until', until };
}

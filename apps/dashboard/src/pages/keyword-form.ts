import { LONGEST_KEYWORD, tidyKeyword } from '@fairlead/shared/domain/keyword';

const MOST = 200;

/** One phrase a line; empty lines, doubled blanks and doubled phrases are left out. Or what is wrong. */
export function readKeywords(typed: string): { keywords: string[] } | { fault: string } {
  const lines = typed.split('\n').map(tidyKeyword);
  const phrases = new Map(lines.filter((line) => line !== '').map((line) => [line.toLowerCase(), line]));
  const keywords = [...phrases.values()];
  if (keywords.length === 0) return { fault: 'Type at least one phrase.' };
  if (keywords.length > MOST) return { fault: `At most ${MOST} phrases at once.` };
  const long = keywords.find((phrase) => phrase.length > LONGEST_KEYWORD);
  if (long) return { fault: `“${long.slice(0, 40)}…” is longer than ${LONGEST_KEYWORD} characters.` };
  return { keywords };
}

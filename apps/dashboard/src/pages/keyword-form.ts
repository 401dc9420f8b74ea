const MOST = 200;
const LONGEST = 120;

/** One phrase a line; empty lines, doubled blanks and doubled phrases are left out. Or what is wrong. */
export function readKeywords(typed: string): { keywords: string[] } | { fault: string } {
  const lines = typed.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  const phrases = new Map(lines.filter((line) => line !== '').map((line) => [line.toLowerCase(), line]));
  const keywords = [...phrases.values()];
  if (keywords.length === 0) return { fault: 'Type at least one phrase.' };
  if (keywords.length > MOST) return { fault: `At most ${MOST} phrases at once.` };
  const long = keywords.find((phrase) => phrase.length > LONGEST);
  if (long) return { fault: `“${long.slice(0, 40)}…” is longer than ${LONGEST} characters.` };
  return { keywords };
}

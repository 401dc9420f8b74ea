/** Words of a text: lower case, without accents, of letters and digits. */
export function words(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const ENDINGS = [
  'ations',
  'ation',
  'ional',
  'ments',
  'ment',
  'ances',
  'ance',
  'ings',
  'ing',
  'ives',
  'ive',
  'ers',
  'er',
  'ors',
  'or',
  'ies',
  'es',
  's',
  'y',
  'e',
];

/** A crude English stem: "managers", "management" and "manager" agree; "wind" keeps its d. */
export function stem(word: string): string {
  const ending = ENDINGS.find((end) => word.length - end.length >= 4 && word.endsWith(end));
  return ending ? word.slice(0, -ending.length) : word;
}

export function stems(text: string): string[] {
  return words(text).map(stem);
}

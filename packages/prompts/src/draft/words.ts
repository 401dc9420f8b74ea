import { inert } from '../neutral.ts';

/** A text for comparing: one case, one kind of quote, dash and space. */
export function normalise(text: string): string {
  return inert(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐‑‒–—―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’&.+-]*[\p{L}\p{N}\p{M}+])?/gu;

/** The words of a text, normalised, in order. */
export function wordsOf(text: string): string[] {
  return [...normalise(text).matchAll(WORD)].map(([word]) => word);
}

/** The words of one sentence as they are written. */
export function writtenWords(sentence: string): string[] {
  return [...sentence.normalize('NFKC').matchAll(WORD)].map(([word]) => word);
}

export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…:])\s+|\n+/).filter((sentence) => /\p{L}/u.test(sentence));
}

/** Enough of a word to meet its other forms: `inspect` in inspections. */
export function stemOf(word: string): string {
  return word.slice(0, 5);
}

const ENGLISH = words('the and you your for with is are to of that this would have we our in at');
const GERMAN = words('und der die das ist mit für sie ich wir ein eine ihr ihre auf zu im den dem danke');

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

const countIn = (text: string, list: ReadonlySet<string>): number =>
  new Set(wordsOf(text).filter((word) => list.has(word))).size;

/** German writes every noun like a name. */
export const capitalisesNouns = (text: string): boolean => countIn(text, GERMAN) > countIn(text, ENGLISH);

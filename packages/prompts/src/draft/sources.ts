import type { Profile } from '@fairlead/shared/domain/profile';
import { profileBrief } from '../profile-brief.ts';
import { withoutOrders } from './hostile.ts';
import { normalise, stemOf, wordsOf } from './words.ts';

/** What a draft is about: the person's own words, and the operator's. */
export interface DraftContext {
  profile: Profile;
  productDocs: string;
  /** As it was written, before names were filled in: what it was filled with is the person's. */
  template: string;
  objective: string;
  bookingLink: string | null;
  /** What the language model was told besides: no draft may repeat it. */
  system: string;
}

/** A text as the checks look things up in it. */
export interface Source {
  /** Normalised, with a space at both ends. */
  text: string;
  words: ReadonlySet<string>;
  stems: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
}

export interface DraftSources {
  person: Source;
  operator: Source;
}

export function draftSources({ profile, productDocs, template, objective }: DraftContext): DraftSources {
  return {
    person: sourceOf(profileBrief(withoutOrders(profile))),
    operator: sourceOf(`${productDocs}\n${template}\n${objective}`),
  };
}

function sourceOf(raw: string): Source {
  const words = wordsOf(raw).flatMap((word) => [word, ...word.split(/[-'.&+]/)]);
  return {
    text: ` ${normalise(raw)} `,
    words: new Set(words),
    stems: new Set(words.map(stemOf)),
    numbers: new Set(numbersIn(raw)),
  };
}

/** Numbers as digits alone: `1,500` and `1.500` are 1500. */
export function numbersIn(text: string): string[] {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replace(/[.,]/g, ''));
}

/** Whether either of them holds it. */
export function isKnownWord({ person, operator }: DraftSources, word: string): boolean {
  return person.words.has(word) || operator.words.has(word);
}

export function isKnownStem({ person, operator }: DraftSources, word: string): boolean {
  const stem = stemOf(word);
  return person.stems.has(stem) || operator.stems.has(stem);
}

export function isKnownPhrase({ person, operator }: DraftSources, phrase: string): boolean {
  const text = normalise(phrase);
  return person.text.includes(text) || operator.text.includes(text);
}

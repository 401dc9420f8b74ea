import type { DraftProblem } from '@fairlead/shared/domain/message';
import { type DraftSources, isKnownPhrase, isKnownStem, isKnownWord, numbersIn } from './sources.ts';
import { capitalisesNouns, normalise, sentencesOf, wordsOf, writtenWords } from './words.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Capitalised in any message, whoever it is to. */
const ORDINARY = list(
  "i i'm i'd i'll i've hi hello hey dear thanks thank best regards cheers linkedin monday tuesday wednesday thursday friday saturday sunday ok english",
);
/** Of a sentence's first words with an s: no owner of anything. */
const SHORTENED = list(
  "it's that's let's what's here's there's who's how's where's he's she's everyone's today's",
);
const UNITS =
  'years?|months?|weeks?|decades?|people|employees|companies|teams?|sites?|countries|projects|awards?';
const NUMBER_WORDS =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a dozen|dozens of|hundreds of';
const COUNTED = new RegExp(
  `\\b(?:${NUMBER_WORDS})(?: \\w+)? (?:${UNITS})\\b|\\b(?:a|over a|nearly a) decade\\b`,
  'gi',
);
/** A length of a call that anybody may offer. */
const OFFERED = /\b(?:5|10|15|20|25|30|45|60)(?=[ -]?min(?:ute)?s?\b)/gi;

/** Names, years and numbers that stand nowhere. */
export function mentionProblems(message: string, sources: DraftSources): DraftProblem[] {
  const names = [
    ...new Set(sentencesOf(message).flatMap((sentence) => unknownNames(sentence, message, sources))),
  ];
  const numbers = [...new Set(numbersIn(message.replace(OFFERED, ' ')))].filter(
    (number) => !sources.person.numbers.has(number) && !sources.operator.numbers.has(number),
  );
  const counted = [...message.matchAll(COUNTED)]
    .map(([text]) => text)
    .filter((text) => !isKnownPhrase(sources, text));
  return [
    ...names.map((name) => ({
      code: 'unknown-name',
      text: `“${name}” stands neither in the profile nor in your texts.`,
    })),
    ...[...numbers, ...counted].map((number) => ({
      code: 'unknown-number',
      text: `“${number}” stands neither in the profile nor in your texts.`,
    })),
  ];
}

function unknownNames(sentence: string, message: string, sources: DraftSources): string[] {
  const words = writtenWords(sentence);
  return words.filter((word, index) => {
    const plain = normalise(word).replace(/'s$/, '');
    if (ORDINARY.has(plain) || parts(plain).every((part) => isKnownWord(sources, part) || ORDINARY.has(part)))
      return false;
    if (/^\P{L}*$/u.test(word)) return false;
    // A capital inside, or beside a digit: a name wherever it stands.
    if (/\p{L}.*\p{Lu}|\p{Lu}.*\d/u.test(word)) return true;
    if (!/^\p{Lu}/u.test(word) || capitalisesNouns(message)) return false;
    // The first word of a sentence is capitalised whatever it is, unless something is said to be its own.
    return index > 0 || (/['’]s$/.test(word) && !SHORTENED.has(normalise(word)));
  });
}

const parts = (word: string): string[] => word.split(/[-'&+]/).filter((part) => part !== '');

const FIELDS =
  'passion|experience|work|background|interest|expertise|role|focus|knowledge|skills?|career|journey|love|degree|studies|time|success';
const EXPERIENCE = new RegExp(
  `\\byour\\s+(?:\\p{L}+\\s+){0,2}?(?:${FIELDS})\\s+(?:in|on|for|with|as|about|at|of)\\s+([^.,;:!?\\n]+)`,
  'giu',
);
/** Where what the person does ends, and what we think of it begins. */
const AFTERWARDS =
  /\b(?:caught|stood|is|are|was|were|made|got|impress\w*|looks?|sounds?|seems?|fits?|match\w*|i|we|our|that|which|and|could|would|may|might|shows?|stands?)\b/i;
const EMPTY = list(
  'with your this that their there from into over such very many more most some have been great large small field area industry company team teams',
);
const EVENTS =
  /\b(?:podcast|webinar|keynote|awards?|promoted|promotion|congratulat\w*|(?:recent|latest|your|last) (?:posts?|articles?|talks?|interview|book|blog|paper|funding|launch|speech|presentation))\b/gi;

/** What the person is said to do or to have done, in plain words. */
export function experienceProblems(message: string, sources: DraftSources): DraftProblem[] {
  const fields = [...message.matchAll(EXPERIENCE)].map(([, after = '']) => after.split(AFTERWARDS)[0] ?? '');
  const unfounded = fields.filter((field) =>
    wordsOf(field).some((word) => word.length >= 4 && !EMPTY.has(word) && !isKnownStem(sources, word)),
  );
  const events = [...message.matchAll(EVENTS)]
    .map(([text]) => text)
    .filter((text) => !isKnownStem(sources, wordsOf(text).at(-1) ?? ''));
  return [...new Set([...unfounded, ...events])].map((text) => ({
    code: 'unfounded',
    text: `The profile says nothing of “${text.trim()}”.`,
  }));
}

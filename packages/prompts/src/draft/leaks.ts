import type { DraftProblem } from '@fairlead/shared/domain/message';
import type { DraftSources } from './sources.ts';
import { normalise, wordsOf } from './words.ts';

/** So many words in the same order are no accident. */
const LEAK_WORDS = 7;
const COPY_WORDS = 14;

const TALKS_OF_ITSELF =
  /\b(?:system prompt|system message|my instructions|previous instructions|as an ai|language model|as instructed|i was (?:told|instructed|asked) to|ignore (?:all|any|the|previous))\b|[<‹]\/?(?:profile|template|product|objective|system)[>›]/i;

/** True when the text holds a run of words of the other, word for word. */
export function sharesRun(text: string, other: string, length: number): boolean {
  const words = wordsOf(text);
  const whole = ` ${wordsOf(other).join(' ')} `;
  return words.some(
    (_, at) => at + length <= words.length && whole.includes(` ${words.slice(at, at + length).join(' ')} `),
  );
}

/** Whether a text of the language model repeats what it was told. */
export const leaksPrompt = (text: string, system: string): boolean => sharesRun(text, system, LEAK_WORDS);

/** The prompt's own words, talk of it, and long passages of the profile. */
export function leakProblems(
  message: string,
  system: string,
  { person, operator }: DraftSources,
): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (leaksPrompt(message, system))
    problems.push({ code: 'leak', text: 'The message repeats its instructions.' });
  const [talk] = TALKS_OF_ITSELF.exec(message) ?? [];
  if (talk !== undefined && !operator.text.includes(normalise(talk)))
    problems.push({ code: 'leak', text: `“${talk}” is about the language model, not about the person.` });
  if (sharesRun(message, person.text, COPY_WORDS))
    problems.push({ code: 'copy', text: 'The message copies a long passage of the profile.' });
  return problems;
}

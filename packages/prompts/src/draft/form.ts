import type { DraftProblem } from '@fairlead/shared/domain/message';

const SHORTEST = 20;
const LONGEST = 1_000;

/** What somebody would have to fill in first. */
const PLACEHOLDERS = [
  /\[[^\]\n]{1,60}\]/,
  /\{\{|\}\}|\{%|%\}/,
  /\{[^}\n]{1,40}\}/,
  /[<‹][^>›\n]{1,40}[>›]/,
  /\b(?:your|my|recipient(?:'s)?|sender(?:'s)?|first|last|company|product) ?_?name\b/i,
  /\binsert (?:\w+ )?(?:name|here|company|link|title|role)\b/i,
  /_{3,}/,
  /\bX{2,}\b/,
  /\b(?:lorem ipsum|tbd|todo)\b/i,
];

/** Length, and forms to be filled in. */
export function formProblems(message: string): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (message.length < SHORTEST) problems.push({ code: 'length', text: 'The message says nothing.' });
  if (message.length > LONGEST)
    problems.push({
      code: 'length',
      text: `The message has ${message.length} characters; ${LONGEST} are the most.`,
    });
  for (const pattern of PLACEHOLDERS) {
    const [found] = pattern.exec(message) ?? [];
    if (found !== undefined)
      problems.push({ code: 'placeholder', text: `“${found}” is a placeholder that nobody filled in.` });
  }
  return problems;
}

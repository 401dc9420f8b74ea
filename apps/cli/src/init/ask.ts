import type { SettingName } from '@fairlead/shared/runtime/settings';
import { faultIn } from './faults.ts';
import type { Field } from './fields.ts';
import { type Answers, expandFile } from './flags.ts';
import type { Prompter, TextQuestion } from './prompter.ts';
import type { Session } from './session.ts';

export interface AskOptions {
  /** What stands in the answer from the beginning. Of a secret nothing is ever shown. */
  initial?: Answers;
  /** Asks also for what is known. */
  again?: boolean;
  /** Whose answer may be left out although the field is required. */
  optional?: readonly SettingName[];
  /** Further faults than what the setting does not take. */
  fault?: (setting: SettingName, answer: string) => string | null;
}

/** Asks for each field that nobody answered yet. Nothing when there is nobody to ask. */
export async function askFields(
  session: Session,
  fields: readonly Field[],
  options: AskOptions = {},
): Promise<Answers> {
  const { prompter } = session;
  const answers: Partial<Record<SettingName, string>> = {};
  if (!prompter) return answers;
  for (const field of fields) {
    if (session.flags[field.setting] !== undefined) continue;
    if (!options.again && session.isGiven(field.setting)) continue;
    answers[field.setting] = await askField(prompter, field, options);
  }
  return answers;
}

async function askField(prompter: Prompter, field: Field, options: AskOptions): Promise<string> {
  const initial = options.initial?.[field.setting];
  const question: TextQuestion = {
    id: field.flag,
    message: field.message,
    ...(field.hint === undefined ? {} : { hint: field.hint }),
    ...(initial === undefined || field.kind === 'secret' ? {} : { initial }),
    fault: (answer) => faultOf(field, answer, options),
  };
  switch (field.kind) {
    case 'text':
      return (await prompter.text(question)).trim();
    case 'secret':
      return await prompter.secret(question);
    case 'lines':
      return expandFile(await prompter.lines(question));
    case 'yes-no':
    case 'accept':
      return (await prompter.confirm({ ...question, initial: initial === 'yes' })) ? 'yes' : 'no';
  }
}

function faultOf({ setting, kind, required }: Field, typed: string, options: AskOptions): string | null {
  const answer = kind === 'lines' ? contentOf(typed) : typed;
  if (answer === null) return 'That file cannot be read';
  if (answer.trim() === '')
    return required && !options.optional?.includes(setting) ? 'It cannot do without an answer' : null;
  return (
    faultIn(setting, kind === 'text' ? answer.trim() : answer) ??
    options.fault?.(setting, answer.trim()) ??
    null
  );
}

function contentOf(typed: string): string | null {
  try {
    return expandFile(typed);
  } catch {
    return null; // The operator is told at the prompt.
  }
}

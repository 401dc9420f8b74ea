import type { Readable, Writable } from 'node:stream';
import * as clack from '@clack/prompts';
import { Interrupted } from '../until-interrupted.ts';
import type { Prompter, Question, TextQuestion } from './prompter.ts';

/** Asks on the terminal. Everything goes to `output`, so that standard output holds results alone. */
export function clackPrompter(input: Readable = process.stdin, output: Writable = process.stderr): Prompter {
  const at = { input, output };
  const messageOf = ({ message, hint }: Question): string => (hint ? `${message}\n${hint}` : message);
  const textOf = (question: TextQuestion) => ({
    ...at,
    message: messageOf(question),
    validate: (answer: string | undefined) => question.fault(answer ?? '') ?? undefined,
  });
  const initialOf = ({ initial }: TextQuestion) => (initial === undefined ? {} : { initialValue: initial });
  return {
    text: async (question) =>
      answered(await clack.text({ ...textOf(question), ...initialOf(question) })) ?? '',
    lines: async (question) =>
      answered(await clack.multiline({ ...textOf(question), ...initialOf(question), showSubmit: true })) ??
      '',
    secret: async (question) => answered(await clack.password(textOf(question))) ?? '',
    confirm: async (question) =>
      answered(await clack.confirm({ ...at, message: messageOf(question), initialValue: question.initial })),
    choose: async ({ choices, initial, ...question }) => {
      // Its type of an option depends on the type of the value, which is not known here.
      const options = choices.map(({ value, label, hint }) => ({
        value: value as string,
        label,
        ...(hint === undefined ? {} : { hint }),
      }));
      const chosen = answered(
        await clack.select<string>({ ...at, message: messageOf(question), options, initialValue: initial }),
      );
      return choices.find(({ value }) => value === chosen)?.value ?? initial;
    },
    say: (text) => clack.log.step(text, at),
    notice: (title, text) => clack.note(text, title, at),
    warn: (text) => clack.log.warn(text, at),
  };
}

/** Throws `Interrupted` for Ctrl-C, which is answered with a symbol. */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new Interrupted();
  return answer as Exclude<T, symbol>;
}

import type { Prompter, TextQuestion } from '../init/prompter.ts';
import { Interrupted } from '../until-interrupted.ts';

/** Ctrl-C instead of an answer. */
export const CTRL_C = Symbol('Ctrl-C');
/** Enter alone: what stands there already. */
export const ENTER = Symbol('Enter');

type Scripted = string | boolean | typeof CTRL_C | typeof ENTER;

/** Answers by question; several for one that comes back. */
export type Script = Readonly<Record<string, Scripted | readonly Scripted[]>>;

/** Refused answers are in `faults`. */
export interface ScriptedPrompter extends Prompter {
  /** The ids of what was asked, in order. */
  readonly asked: string[];
  readonly initials: Record<string, unknown>;
  readonly faults: string[];
  /** All that was shown. */
  readonly shown: string[];
}

/** Strict: a question without an answer fails the test, and so does an answer that is not among the choices. */
export function scriptedPrompter(script: Script): ScriptedPrompter {
  const left = new Map(Object.entries(script).map(([id, answers]) => [id, [answers].flat() as Scripted[]]));
  const [asked, faults, shown]: [string[], string[], string[]] = [[], [], []];
  const initials: Record<string, unknown> = {};

  function next(id: string, message: string, initial: unknown): Exclude<Scripted, typeof CTRL_C> {
    const answer = left.get(id)?.shift();
    if (answer === undefined) throw new Error(`The test has no answer to ${id}.`);
    asked.push(id);
    shown.push(message);
    initials[id] = initial;
    if (answer === CTRL_C) throw new Interrupted();
    return answer;
  }
  async function text({ id, message, hint, initial, fault }: TextQuestion): Promise<string> {
    const answer = next(id, `${message} ${hint ?? ''} ${initial ?? ''}`, initial);
    if (typeof answer === 'boolean') throw new Error(`${id} wants a text.`);
    const typed = typeof answer === 'string' ? answer : (initial ?? '');
    const wrong = fault(typed);
    if (wrong === null) return typed;
    faults.push(`${id}: ${wrong}`);
    return await text({ id, message, fault, ...(initial === undefined ? {} : { initial }) });
  }
  return {
    asked,
    initials,
    faults,
    shown,
    text,
    lines: text,
    secret: text,
    confirm: ({ id, message, initial }) =>
      answering(() => {
        const answer = next(id, message, initial);
        if (typeof answer === 'string') throw new Error(`${id} wants yes or no.`);
        return typeof answer === 'boolean' ? answer : initial;
      }),
    choose: ({ id, message, choices, initial }) =>
      answering(() => {
        const answer = next(id, [message, ...choices.map(({ label }) => label)].join('\n'), initial);
        const chosen = choices.find(({ value }) => value === (typeof answer === 'string' ? answer : initial));
        if (!chosen) throw new Error(`${id} has no choice ${String(answer)}.`);
        return chosen.value;
      }),
    say: (line) => void shown.push(line),
    notice: (title, content) => void shown.push(`${title}\n${content}`),
    warn: (line) => void shown.push(line),
  };
}

/** What is thrown is a rejection, as from a real prompt. */
function answering<T>(answer: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(answer());
  });
}

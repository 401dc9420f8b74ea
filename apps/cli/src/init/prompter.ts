/** One question to the operator. `id` names it for tests, and is the flag that answers it. */
export interface Question {
  id: string;
  message: string;
  /** A line below the message. */
  hint?: string;
}

export interface TextQuestion extends Question {
  /** What stands there already, to be kept or changed. */
  initial?: string;
  /** What is wrong with an answer, for the operator; null: nothing. */
  fault(answer: string): string | null;
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
}

/** How a person is asked. Each rejects with `Interrupted` when they press Ctrl-C. */
export interface Prompter {
  text(question: TextQuestion): Promise<string>;
  /** Several lines. */
  lines(question: TextQuestion): Promise<string>;
  /** Shows none of what is typed. */
  secret(question: TextQuestion): Promise<string>;
  confirm(question: Question & { initial: boolean }): Promise<boolean>;
  choose<T extends string>(
    question: Question & { choices: readonly Choice<T>[]; initial: NoInfer<T> },
  ): Promise<T>;
  /** Begins a step, or the whole. */
  say(text: string): void;
  /** A text that must be read: in full, in a frame. */
  notice(title: string, text: string): void;
  warn(text: string): void;
}

import type { z } from 'zod';
import type { Llm, LlmAnswer, LlmRequest } from '../adapters/ports.ts';
import { meetingOf } from './meeting.ts';

/** A language model that gives prepared answers in order, and refuses every question beyond them. */
export interface ScriptedLlm extends Llm {
  /** What it was asked, in order. */
  readonly requests: readonly LlmRequest<unknown>[];
}

export const LLM_USAGE = { model: 'scripted-1', promptTokens: 11, completionTokens: 7 } as const;

/** An answer that is an Error is thrown; any other must fit the schema of the question, as with the real one. */
export function scriptedLlm(answers: readonly unknown[] = []): ScriptedLlm {
  const requests: LlmRequest<unknown>[] = [];
  return {
    requests,
    complete: <T>(request: LlmRequest<T>): Promise<LlmAnswer<T>> =>
      new Promise((resolve) => {
        const number = requests.push(request);
        if (number > answers.length) throw new Error(`scripted LLM: question ${number} was not prepared`);
        const answer = answers[number - 1];
        if (answer instanceof Error) throw answer;
        resolve({ value: fitting(request.schema, answer), usage: LLM_USAGE });
      }),
  };
}

function fitting<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Error(`The answer does not fit: ${parsed.error.issues[0]?.message ?? 'malformed'}`);
}

/** The same, answering nobody before `count` questions were asked. */
export function meetingLlm(llm: Llm, count: number): Llm {
  const meet = meetingOf(count);
  return { complete: (request) => meet().then(() => llm.complete(request)) };
}

import type { Clock } from '@fairlead/shared/runtime/clock';
import OpenAI from 'openai';
import { z } from 'zod';
import { answerSchema, checkAnswer } from './llm-answer.ts';
import { failureOf } from './llm-failure.ts';
import type { Llm, LlmAnswer, LlmRequest, LlmUsage } from './ports.ts';

export interface OpenAiOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Any OpenAI-compatible service. Default https://api.openai.com/v1. */
  readonly baseUrl?: string;
  readonly clock: Clock;
}

type Messages = OpenAI.Chat.ChatCompletionMessageParam[];

/** What is read of a completion; compatible services leave out some of the rest. */
const Completion = z.object({
  model: z.string(),
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }) }))
    .min(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
});

/** The language model behind an OpenAI-compatible chat API, with structured output. */
export function openAiLlm({ apiKey, model, baseUrl, clock }: OpenAiOptions): Llm {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // The queue retries, with its own backoff.
    maxRetries: 0,
    logLevel: 'off',
    // Given, so that the client does not look for them in the environment.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
  });

  async function ask<T>(request: LlmRequest<T>, messages: Messages, signal: AbortSignal): Promise<Reply> {
    const completion = await client.chat.completions.create(
      {
        model,
        messages,
        temperature: request.temperature,
        response_format: {
          type: 'json_schema',
          json_schema: { name: request.name, schema: answerSchema(request.schema), strict: true },
        },
      },
      // Ours is the timeout that counts, and must be the one that fires.
      { signal, timeout: 2 * request.timeoutMs },
    );
    return readReply(completion, request.name);
  }

  async function askWithRepair<T>(request: LlmRequest<T>, signal: AbortSignal): Promise<LlmAnswer<T>> {
    const messages: Messages = [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ];
    const first = await ask(request, messages, signal);
    const checked = checkAnswer(request.schema, first.content);
    if (checked.ok) return { value: checked.value, usage: first.usage };
    const complaint = `This answer does not fit: ${checked.fault}. Answer again with only the corrected JSON.`;
    const repair: Messages = [
      ...messages,
      { role: 'assistant', content: first.content },
      { role: 'user', content: complaint },
    ];
    const second = await ask(request, repair, signal);
    const rechecked = checkAnswer(request.schema, second.content);
    if (!rechecked.ok) throw new Error(`The LLM's "${request.name}" does not fit, twice: ${rechecked.fault}`);
    return { value: rechecked.value, usage: add(first.usage, second.usage) };
  }

  return {
    complete: async (request) => {
      // The client's own timeout ends when headers arrive; this one also covers a body that stalls.
      const timeout = AbortSignal.timeout(request.timeoutMs);
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
      try {
        return await askWithRepair(request, signal);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (timeout.aborted) throw new Error(`The LLM did not answer within ${request.timeoutMs} ms`);
        throw failureOf(error, { model, clock });
      }
    },
  };
}

interface Reply {
  readonly content: string;
  readonly usage: LlmUsage;
}

function readReply(completion: unknown, name: string): Reply {
  const parsed = Completion.safeParse(completion);
  if (!parsed.success)
    throw new Error(`The LLM's response is no chat completion: ${z.prettifyError(parsed.error)}`);
  const { model, choices, usage } = parsed.data;
  const message = choices[0]?.message;
  if (message?.refusal) throw new Error(`The LLM refused to answer "${name}": ${message.refusal}`);
  return {
    content: message?.content ?? '',
    usage: {
      model,
      promptTokens: usage?.prompt_tokens ?? 0,
      completionTokens: usage?.completion_tokens ?? 0,
    },
  };
}

function add(a: LlmUsage, b: LlmUsage): LlmUsage {
  return {
    model: b.model,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}

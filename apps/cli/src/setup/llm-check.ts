import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Secret } from '@fairlead/shared/runtime/secret';
import OpenAI, { APIError } from 'openai';
import { z } from 'zod';

export interface LlmAccess {
  apiKey: Secret;
  model: string;
  /** Undefined: OpenAI. */
  baseUrl: string | undefined;
}

const TIMEOUT_MS = 60_000;
const OPENAI = 'https://api.openai.com/v1';

/** What the ML worker asks for most: a small question in the same form. */
const ANSWER = z.object({ qualified: z.boolean(), reason: z.string() });
const QUESTION =
  'A check of the connection: is a wind park manager somebody who manages a wind park? Answer in one sentence.';

/**
 * Asks the language model one question as the ML worker does. Returns how long the answer took, in milliseconds.
 * Throws `Misconfigured` that says what to change, without the key or what the service repeats of it.
 */
export async function checkLlm(access: LlmAccess, timeoutMs = TIMEOUT_MS): Promise<number> {
  const elapsedMs = elapsedTimer();
  const timeout = AbortSignal.timeout(timeoutMs);
  const content = await ask(access, timeout).catch((thrown: unknown) => {
    throw explained(thrown, access, timeout.aborted);
  });
  if (!fits(content)) {
    throw new Misconfigured(
      `The model ${access.model} answers, but not in the form it was asked for.`,
      'Take a model that knows structured output (a JSON schema as response format).',
    );
  }
  return Math.round(elapsedMs());
}

async function ask({ apiKey, model, baseUrl }: LlmAccess, signal: AbortSignal): Promise<string> {
  const client = new OpenAI({
    apiKey: apiKey.reveal(),
    baseURL: baseUrl ?? OPENAI,
    maxRetries: 0,
    logLevel: 'off',
    // Given, so that the client does not look for them in the environment.
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
  });
  const { $schema: _, ...schema } = z.toJSONSchema(ANSWER);
  const completion = await client.chat.completions.create(
    {
      model,
      messages: [
        { role: 'system', content: 'You check whether people fit. Answer in JSON.' },
        { role: 'user', content: QUESTION },
      ],
      temperature: 0.7,
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', schema, strict: true } },
    },
    { signal },
  );
  return completion.choices?.[0]?.message?.content ?? '';
}

function fits(content: string): boolean {
  const bare = content.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1');
  try {
    return ANSWER.safeParse(JSON.parse(bare)).success;
  } catch {
    return false; // Not JSON at all.
  }
}

const REMEDIES: Readonly<Record<number, readonly [fault: string, remedy: string]>> = {
  400: [
    'The service does not take the request',
    'Take a model that knows structured output (a JSON schema as response format) and a temperature.',
  ],
  401: [
    'The key was refused',
    'Enter the key again (FAIRLEAD_LLM_API_KEY), or make a new one at the service.',
  ],
  402: ['The service wants to be paid first', 'Top up or set up billing there, then try again.'],
  403: [
    'The key may not use this model',
    'Give it access there, or take another model (FAIRLEAD_LLM_MODEL).',
  ],
  404: [
    'The service does not know the model',
    'Correct the model (FAIRLEAD_LLM_MODEL) or the base URL (FAIRLEAD_LLM_BASE_URL), which ends in /v1 mostly.',
  ],
  429: [
    'The service asks to slow down, or the credit is used up',
    'Look at limits and billing there, wait a minute, then try again.',
  ],
};

/** Bodies of refused requests are left out: they may quote part of the key. */
function explained(thrown: unknown, { model, baseUrl }: LlmAccess, isTimeout: boolean): Misconfigured {
  const where = `${model} at ${baseUrl ?? OPENAI}`;
  if (thrown instanceof APIError && thrown.status !== undefined) {
    const [fault, remedy] = REMEDIES[thrown.status] ?? [
      'The service fails',
      'It is theirs to mend: try again later, or take another base URL.',
    ];
    return new Misconfigured(`${fault} (${thrown.status}; ${where}).`, remedy);
  }
  const fault = isTimeout ? 'The language model does not answer' : 'The language model cannot be reached';
  return new Misconfigured(
    `${fault} (${where}).`,
    'Check the base URL (FAIRLEAD_LLM_BASE_URL), the network and, where there is one, the proxy.',
  );
}

import { randomUUID } from 'node:crypto';
import type { Clock } from '@fairlead/shared/runtime/clock';
import express, { type Response, Router } from 'express';
import { z } from 'zod';
import { suggestKeywords } from './keywords.ts';
import { writeDraft } from './message.ts';
import { parsePrompt } from './prompt.ts';
import { judge } from './verdict.ts';

const MODEL = 'sandbox-1';

const Part = z.union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))]);
const ChatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: Part.nullish() })).min(1),
  stream: z.literal(false).nullish(),
  response_format: z
    .object({ type: z.string(), json_schema: z.object({ name: z.string() }).optional() })
    .optional(),
});
type Chat = z.infer<typeof ChatBody>;

/** When drafts hold an invented fact: never, in the first but not when asked anew, or always. */
export const INVENTS = ['never', 'once', 'always'] as const;
export type Invents = (typeof INVENTS)[number];

/** An answer per schema name; the text is the whole of the user's messages. */
const ANSWERS = new Map<string, (text: string, invents: Invents) => unknown>(
  Object.entries({
    verdict: (text: string) => {
      const { objective, profile } = parsePrompt(text);
      return judge(objective, profile);
    },
    keywords: (text: string) => {
      const { objective, usedKeywords, count } = parsePrompt(text);
      return { keywords: suggestKeywords(objective, usedKeywords, count) };
    },
    follow_up: (text: string, invents: Invents) => {
      const { profile, product, isRewrite } = parsePrompt(text);
      return writeDraft(profile, product, invents === 'always' || (invents === 'once' && !isRewrite));
    },
  }),
);

/**
 * The part of the OpenAI API that Fairlead uses, answered by rules: the same question, the same answer,
 * after `latencyMs` real milliseconds.
 */
export function chatRoutes(clock: Clock, latencyMs: number, invents: Invents): Router {
  const router = Router();
  router.use(express.json({ limit: '2mb' }));
  router.use((req, res, next) => {
    const key = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (key !== undefined && key !== 'invalid') next();
    else fail(res, 401, 'invalid_api_key', 'Incorrect API key provided.');
  });
  router.get('/models', (_req, res) => {
    res.json({
      object: 'list',
      data: [{ id: MODEL, object: 'model', created: 1_760_000_000, owned_by: 'sandbox' }],
    });
  });
  router.post('/chat/completions', async (req, res) => {
    const chat = ChatBody.safeParse(req.body);
    if (!chat.success) {
      fail(res, 400, null, z.prettifyError(chat.error));
      return;
    }
    const content = answerFor(chat.data, invents);
    if (content === null)
      fail(res, 400, null, 'This model knows the schemas verdict, keywords and follow_up.');
    else {
      if (latencyMs > 0) await clock.sleepRealMs(latencyMs);
      res.json(completion(chat.data, content, clock.now()));
    }
  });
  return router;
}

function answerFor(chat: Chat, invents: Invents): string | null {
  const name = chat.response_format?.json_schema?.name;
  if (name === undefined) return 'ok';
  const answer = ANSWERS.get(name);
  return answer ? JSON.stringify(answer(textOf(chat, 'user'), invents)) : null;
}

function textOf({ messages }: Chat, role?: string): string {
  return messages
    .filter((message) => role === undefined || message.role === role)
    .flatMap(({ content }) =>
      typeof content === 'string' ? [content] : (content ?? []).map((part) => part.text ?? ''),
    )
    .join('\n');
}

/** Four characters a token: rough, but it grows with the text. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function completion(chat: Chat, content: string, now: Date): Record<string, unknown> {
  const promptTokens = tokens(textOf(chat));
  const completionTokens = tokens(content);
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(now.getTime() / 1000),
    model: chat.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}

/** OpenAI's error shape. */
function fail(res: Response, status: number, code: string | null, message: string): void {
  res.status(status).json({ error: { message, type: 'invalid_request_error', param: null, code } });
}

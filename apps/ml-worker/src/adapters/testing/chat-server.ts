import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** The body a strict chat service accepts. */
const ChatRequest = z.strictObject({
  model: z.string(),
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
    .min(2),
  temperature: z.number(),
  response_format: z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      strict: z.literal(true),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** What the server does with one request: an answer's text, a failure, or silence after the headers. */
export type Reply =
  | { content: string | null; refusal?: string; usage?: null }
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { stall: 'before-headers' | 'after-headers' };

export interface ChatServer {
  readonly baseUrl: string;
  /** Requests that were well-formed and bore the key, in order. */
  readonly requests: ChatRequest[];
  /** Answers of the coming requests; a request without one is a failure of the test. */
  readonly replies: Reply[];
  close(): Promise<void>;
}

export const validKey = 'sk-test-invented';

/** A chat completion service on a free loopback port that answers from a script and refuses what a real one would. */
export async function startChatServer(): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const replies: Reply[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, requests, replies);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    replies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  requests: ChatRequest[],
  replies: Reply[],
): Promise<void> {
  const fail = (status: number, message: string): void => send(response, status, { error: { message } });
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return fail(404, 'no such route');
  if (request.headers['content-type'] !== 'application/json') return fail(415, 'expected JSON');
  if (request.headers.authorization !== `Bearer ${validKey}`) {
    return fail(401, `Incorrect API key provided: ${request.headers.authorization}`);
  }
  const parsed = ChatRequest.safeParse(JSON.parse(await readBody(request)));
  if (!parsed.success) return fail(400, z.prettifyError(parsed.error));
  requests.push(parsed.data);
  const reply = replies.shift();
  if (!reply) return fail(500, 'the test scripted no reply');
  if ('stall' in reply) {
    if (reply.stall === 'after-headers')
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    return;
  }
  if ('status' in reply)
    return send(response, reply.status, reply.body ?? { error: { message: 'scripted' } }, reply.headers);
  send(response, 200, completion(parsed.data.model, reply));
}

function completion(
  model: string,
  { content, refusal = undefined, usage = undefined }: Extract<Reply, { content: unknown }>,
): unknown {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: `${model}-2026-01-01`,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content, refusal: refusal ?? null },
      },
    ],
    ...(usage === null ? {} : { usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } }),
  };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

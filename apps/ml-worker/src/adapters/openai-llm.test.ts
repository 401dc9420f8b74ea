import { manualClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured, Throttled } from '@fairlead/shared/runtime/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openAiLlm } from './openai-llm.ts';
import type { LlmRequest } from './ports.ts';
import { type ChatServer, startChatServer, validKey } from './testing/chat-server.ts';

const Verdict = z.object({ qualified: z.boolean(), reason: z.string().min(1).max(200) });
const start = new Date('2026-03-01T10:00:00Z');
const clock = manualClock(start);

let server: ChatServer;

beforeAll(async () => {
  server = await startChatServer();
});
beforeEach(() => {
  server.requests.length = 0;
  server.replies.length = 0;
});
afterAll(() => server.close());

const request: LlmRequest<z.infer<typeof Verdict>> = {
  name: 'verdict',
  schema: Verdict,
  system: 'You judge leads.',
  user: 'A packaging engineer.',
  temperature: 0.7,
  timeoutMs: 20_000,
};

const good = { content: '{"qualified":true,"reason":"fits"}' };

function complete(overrides: Partial<typeof request> = {}, apiKey = validKey) {
  return openAiLlm({ apiKey, model: 'small', baseUrl: server.baseUrl, clock }).complete({
    ...request,
    ...overrides,
  });
}

function failure(overrides: Partial<typeof request> = {}, apiKey = validKey): Promise<unknown> {
  return complete(overrides, apiKey).then(
    () => null,
    (reason: unknown) => reason,
  );
}

describe('an answer that fits', () => {
  test('comes back as a value with its cost', async () => {
    server.replies.push(good);
    expect(await complete()).toEqual({
      value: { qualified: true, reason: 'fits' },
      usage: { model: 'small-2026-01-01', promptTokens: 11, completionTokens: 7 },
    });
  });

  test('is asked for with the strict schema, the messages and the temperature', async () => {
    server.replies.push(good);
    await complete();
    expect(server.requests).toEqual([
      {
        model: 'small',
        temperature: 0.7,
        messages: [
          { role: 'system', content: 'You judge leads.' },
          { role: 'user', content: 'A packaging engineer.' },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'verdict',
            strict: true,
            schema: {
              type: 'object',
              properties: { qualified: { type: 'boolean' }, reason: { type: 'string' } },
              required: ['qualified', 'reason'],
              additionalProperties: false,
            },
          },
        },
      },
    ]);
  });

  test('may stand in a Markdown fence and come without a cost', async () => {
    server.replies.push({ content: `\`\`\`json\n${good.content}\n\`\`\``, usage: null });
    expect(await complete()).toMatchObject({ value: { reason: 'fits' }, usage: { promptTokens: 0 } });
  });
});

describe('an answer that does not fit', () => {
  test.each([
    { bad: 'well, yes', fault: 'not JSON' },
    { bad: '{"qualified":"yes","reason":"fits"}', fault: 'qualified' },
    { bad: '{"qualified":true,"reason":""}', fault: 'reason' },
  ])('$bad is repaired once, with its fault ($fault), and both calls are counted', async ({ bad, fault }) => {
    server.replies.push({ content: bad }, good);
    const answer = await complete();
    expect(answer.usage).toMatchObject({ promptTokens: 22, completionTokens: 14 });
    const repair = server.requests[1]?.messages ?? [];
    expect(repair.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(repair[2]?.content).toBe(bad);
    expect(repair[3]?.content).toContain(fault);
  });

  test('twice is a plain error naming the path', async () => {
    server.replies.push({ content: '{}' }, { content: '{"qualified":true,"reason":7}' });
    const error = await failure();
    expect(error).toMatchObject({ name: 'Error', message: expect.stringContaining('reason') });
    expect(server.requests).toHaveLength(2);
  });

  test('a refusal and a response that is no completion are plain errors, not repaired', async () => {
    server.replies.push(
      { content: null, refusal: 'I would rather not' },
      { status: 200, body: { choices: [] } },
    );
    expect(await failure()).toMatchObject({ name: 'Error', message: expect.stringContaining('rather not') });
    expect(await failure()).toMatchObject({
      name: 'Error',
      message: expect.stringContaining('no chat completion'),
    });
    expect(server.requests).toHaveLength(2);
  });
});

describe('failures', () => {
  test('a refused key is Misconfigured and never shown', async () => {
    const error = await failure({}, 'sk-wrong-invented');
    expect(error).toBeInstanceOf(Misconfigured);
    expect(error).toMatchObject({ remedy: expect.stringContaining('FAIRLEAD_LLM_API_KEY') });
    const { message, remedy, stack, cause } = error as Misconfigured;
    expect(`${message}${remedy}${stack}${String(cause)}`).not.toContain('sk-wrong');
  });

  test('a forbidden model too', async () => {
    server.replies.push({ status: 403 });
    expect(await failure()).toBeInstanceOf(Misconfigured);
  });

  test('an unknown model names itself and the setting', async () => {
    server.replies.push({ status: 404 });
    const error = await failure();
    expect(error).toBeInstanceOf(Misconfigured);
    expect(error).toMatchObject({
      message: expect.stringContaining('small'),
      remedy: expect.stringContaining('FAIRLEAD_LLM_MODEL'),
    });
  });

  test.each<{ headers: Record<string, string>; waitMs: number }>([
    { headers: { 'retry-after': '17' }, waitMs: 17_000 },
    { headers: { 'retry-after-ms': '250' }, waitMs: 250 },
    {
      headers: { date: 'Sun, 01 Mar 2026 09:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 09:02:00 GMT' },
      waitMs: 120_000,
    },
    { headers: { 'retry-after': 'soon' }, waitMs: 60_000 },
    { headers: {}, waitMs: 60_000 },
  ])('429 with $headers waits $waitMs ms', async ({ headers, waitMs }) => {
    server.replies.push({ status: 429, headers });
    const error = await failure();
    expect(error).toBeInstanceOf(Throttled);
    expect((error as Throttled).retryAt).toEqual(new Date(start.getTime() + waitMs));
  });

  test('on a clock that runs ten times as fast, the wait is ten times as long', async () => {
    server.replies.push({ status: 429, headers: { 'retry-after': '3' } });
    const fast = { ...clock, toRealMs: (ms: number) => ms / 10 };
    const llm = openAiLlm({ apiKey: validKey, model: 'small', baseUrl: server.baseUrl, clock: fast });
    const error = await llm.complete(request).catch((reason: unknown) => reason);
    expect((error as Throttled).retryAt).toEqual(new Date(start.getTime() + 30_000));
  });

  test.each([500, 503, 400])('%i is a plain error, and asked once', async (status) => {
    server.replies.push({ status });
    expect(await failure()).toMatchObject({
      name: 'Error',
      message: expect.stringContaining(String(status)),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('a service that cannot be reached is a plain error', async () => {
    const gone = await startChatServer();
    await gone.close();
    const llm = openAiLlm({ apiKey: validKey, model: 'small', baseUrl: gone.baseUrl, clock });
    await expect(llm.complete(request)).rejects.toMatchObject({ name: 'Error' });
  });

  test.each(['before-headers', 'after-headers'] as const)('silence %s ends at the timeout', async (stall) => {
    server.replies.push({ stall });
    expect(await failure({ timeoutMs: 50 })).toMatchObject({
      name: 'Error',
      message: expect.stringContaining('50 ms'),
    });
  });

  test('aborting rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    server.replies.push({ stall: 'before-headers' });
    const failed = failure({ signal: controller.signal });
    controller.abort(reason);
    expect(await failed).toBe(reason);
  });
});

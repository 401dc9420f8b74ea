import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { Secret } from '@fairlead/shared/runtime/secret';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLlm } from './llm-check.ts';

const KEY = 'sk-invented-hush';

let server: Server;
let baseUrl: string;
let answer: (response: ServerResponse) => void;
let asked: { url: string | undefined; authorization: string | undefined; body: unknown } | null;

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      const { url, headers } = request;
      asked = { url, authorization: headers.authorization, body: JSON.parse(body) };
      response.setHeader('content-type', 'application/json');
      answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const saying = (content: string | null) => (response: ServerResponse) =>
  void response.end(
    JSON.stringify({ model: 'small', choices: [{ message: { role: 'assistant', content } }] }),
  );
const failing = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status).end(JSON.stringify({ error: { message: `bad key ${KEY}` } }));
const access = () => ({ apiKey: new Secret(KEY), model: 'small', baseUrl });

test('a model that answers in the form asked for is fine, and it took some time', async () => {
  answer = saying('{"qualified":true,"reason":"It is."}');
  expect(await checkLlm(access())).toBeGreaterThanOrEqual(0);
  expect(asked).toMatchObject({
    url: '/v1/chat/completions',
    authorization: `Bearer ${KEY}`,
    body: {
      model: 'small',
      response_format: {
        type: 'json_schema',
        json_schema: {
          strict: true,
          schema: { additionalProperties: false, required: ['qualified', 'reason'] },
        },
      },
    },
  });
});

test('an answer in a fence is fine too', async () => {
  answer = saying('```json\n{"qualified":true,"reason":"It is."}\n```');
  await checkLlm(access());
});

test.each(['It is.', '{"yes":true}', null])('%s is not what was asked for', async (content) => {
  answer = saying(content);
  await expect(checkLlm(access())).rejects.toMatchObject({
    remedy: expect.stringContaining('structured output'),
  });
});

test.each([
  { status: 401, remedy: 'FAIRLEAD_LLM_API_KEY' },
  { status: 403, remedy: 'FAIRLEAD_LLM_MODEL' },
  { status: 404, remedy: 'FAIRLEAD_LLM_MODEL' },
  { status: 400, remedy: 'structured output' },
  { status: 402, remedy: 'billing' },
  { status: 429, remedy: 'billing' },
  { status: 500, remedy: 'later' },
])('a $status says what to do, and never the key', async ({ status, remedy }) => {
  answer = failing(status);
  const failure = await checkLlm(access()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Misconfigured);
  expect(failure).toMatchObject({
    message: expect.stringContaining(`(${status}; small at ${baseUrl})`),
    remedy: expect.stringContaining(remedy),
  });
  expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain('hush');
});

test('a service that is not there, and one that says nothing', async () => {
  const gone = { ...access(), baseUrl: 'http://127.0.0.1:1/v1' };
  await expect(checkLlm(gone)).rejects.toMatchObject({
    message: expect.stringContaining('cannot be reached'),
  });
  answer = () => {};
  await expect(checkLlm(access(), 100)).rejects.toMatchObject({
    message: expect.stringContaining('does not answer'),
  });
});

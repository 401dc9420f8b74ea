import { createLogger } from '@fairlead/shared/runtime/logger';
import { expect, test } from 'vitest';
import { startServer } from '../server.ts';
import { type StreamMessage, streamMessages } from './stream.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const running = new AbortController().signal;

/** Serves one stream per request and tells when its source was let go. */
async function serve(
  source: (signal: AbortSignal) => AsyncIterable<StreamMessage> | Iterable<StreamMessage>,
) {
  const released = Promise.withResolvers<void>();
  async function* watched(signal: AbortSignal): AsyncGenerator<StreamMessage> {
    try {
      yield* source(signal);
    } finally {
      released.resolve();
    }
  }
  const server = await startServer(
    (_req, res) => void streamMessages(res, { log, signal: running }, watched),
    {
      host: '127.0.0.1',
      port: 0,
    },
  );
  return { server, released: released.promise };
}

async function* oneThenWait(signal: AbortSignal): AsyncGenerator<StreamMessage> {
  yield { id: 1, data: { html: 'a\nb' } };
  await new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function* withoutEnd(): Generator<StreamMessage> {
  for (let id = 1; ; id++) yield { id, data: 'x'.repeat(10_000) };
}

test('lets go of the source when the client leaves', async () => {
  const { server, released } = await serve(oneThenWait);
  const leaving = new AbortController();
  const response = await fetch(server.url, { signal: leaving.signal });
  const first = await response.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('id: 1\ndata: {"html":"a\\nb"}\n\n');
  leaving.abort();
  await released;
  await server.close();
});

test('waits for a client that does not read, and lets go when it leaves', async () => {
  const { server, released } = await serve(withoutEnd);
  const leaving = new AbortController();
  await fetch(server.url, { signal: leaving.signal });
  leaving.abort();
  await released;
  await server.close();
});

test('ends the answer when the source breaks', async () => {
  const { server } = await serve(function* broken() {
    yield { ping: true };
    throw new Error('the database is gone');
  });
  expect(await (await fetch(server.url)).text()).toBe(': ping\n\n');
  await server.close();
});

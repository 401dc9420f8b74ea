import { recordEvent } from '@fairlead/db/repositories/events';
import { newestEventId } from '@fairlead/db/views/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser } from '../../test/seed.ts';

let dashboard: TestDashboard;
let client: Client;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard live');
  await addUser(dashboard.db, 'viewer', 'viewer', NOW);
  client = createClient(dashboard.url);
  await client.signIn('viewer');
});
afterAll(() => dashboard.stop());

interface Stream {
  /** Reads until the text has come; returns everything so far. */
  until(text: string): Promise<string>;
  leave(): void;
}

async function openStream(path: string, headers: Record<string, string> = {}): Promise<Stream> {
  const leaving = new AbortController();
  const response = await client.send(path, { headers, signal: leaving.signal });
  expect(response.headers.get('Content-Type')).toContain('text/event-stream');
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  return {
    async until(text) {
      while (!received.includes(text)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`The stream ended before “${text}”: ${received}`);
        received += value;
      }
      return received;
    },
    leave: () => leaving.abort(),
  };
}

test('delivers what happens, escaped, from where the page ends', async () => {
  await recordEvent(dashboard.db, { kind: 'search.done', detail: 'before' }, NOW);
  const after = await newestEventId(dashboard.db);
  const stream = await openStream(`/events?after=${after}`);
  await stream.until(': ping');
  await recordEvent(dashboard.db, { kind: 'campaign.paused', detail: '<b>&\nnew' }, NOW);
  const received = await stream.until('new');
  stream.leave();
  expect(received).toContain(`id: ${after + 1}\ndata: {"html":`);
  expect(received).toContain('&lt;b&gt;&amp;\\nnew');
  expect(received).not.toContain('before');
});

test('goes on where a lost connection stopped', async () => {
  const last = await newestEventId(dashboard.db);
  await recordEvent(dashboard.db, { kind: 'search.done', detail: 'missed meanwhile' }, NOW);
  const stream = await openStream('/events?after=0', { 'Last-Event-ID': `${last}` });
  const received = await stream.until('missed meanwhile');
  stream.leave();
  expect(received.match(/^id: /gm)).toHaveLength(1);
});

test('ends every stream when the process stops', async () => {
  const other = await startTestDashboard('dashboard live stop');
  await addUser(other.db, 'viewer', 'viewer', NOW);
  const otherClient = createClient(other.url);
  await otherClient.signIn('viewer');
  const response = await otherClient.send('/events', {});
  const read = response.text();
  await other.stop();
  expect(await read).toContain(': ping');
});

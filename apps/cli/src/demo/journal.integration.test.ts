import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readJournal } from './journal.ts';

let server: Server;

afterEach(async () => {
  server.close();
  await once(server, 'close');
});

/** A sandbox whose journal answers so. Returns its URL. */
async function answering(status: number, body: unknown): Promise<string> {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/__sandbox/journal' ? status : 404).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('what the sandbox received is counted', async () => {
  const entry = { at: '2026-03-02T09:00:00Z', account: 'robin@tidewater.example', memberId: 'ACoAAB' };
  const received = { invites: [entry, entry], messages: [entry] };
  const journal = { ...received, duplicateInvites: 1, duplicateMessages: 0 };
  expect(await readJournal(await answering(200, journal))).toEqual({ ...journal, invites: 2, messages: 1 });
});

test('a journal that cannot be read is an error, not a count of nothing', async () => {
  await expect(readJournal(await answering(500, {}))).rejects.toThrow('answered 500');
});

test('so is one of another shape', async () => {
  await expect(readJournal(await answering(200, { invites: 2 }))).rejects.toThrow('invites');
});

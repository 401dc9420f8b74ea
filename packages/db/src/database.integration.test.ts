import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Misconfigured, Unreachable } from '@fairlead/shared/runtime/errors';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { connectDatabase, onlyRow } from './database.ts';

test('connects to a server that is there', async () => {
  const db = await connectDatabase(inject('postgresUrl'), { max: 1 });
  const { rows } = await sql<{ answer: number }>`select 42 as answer`.execute(db);
  expect(rows).toEqual([{ answer: 42 }]);
  await db.destroy();
});

test('names neither address nor password of a server that is not there, and says what to do', async () => {
  const refusal = await connectDatabase('postgres://owner:planted-secret@127.0.0.1:1/fairlead').catch(
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(Unreachable);
  expect(refusal).toMatchObject({
    message: expect.stringContaining('Postgres cannot be reached'),
    remedy: expect.stringContaining('DATABASE_URL'),
  });
  expect(String(refusal)).not.toContain('planted-secret');
});

/** A way to the server of these tests that can be cut. */
async function cuttableServer() {
  const url = new URL(inject('postgresUrl'));
  const [port, host] = [Number(url.port), url.hostname];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The tests' own server may be on another host: a container's.
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a connection lost within a session fails the next statement, not the process; then all is well again', async () => {
  const server = await cuttableServer();
  const db = await connectDatabase(server.url, { max: 1 });
  const lost = db.connection().execute(async (one) => {
    await sql`select 1`.execute(one);
    server.cut();
    await sql`select 2`.execute(one);
  });
  await expect(lost).rejects.toThrow('terminated');
  const { rows } = await sql<{ answer: number }>`select 42 as answer`.execute(db);
  expect(rows).toEqual([{ answer: 42 }]);
  await db.destroy();
  await server.close();
});

test('a server that does not let us in is there: waiting would not help', async () => {
  const message = 'SFATAL\0C28P01\0Mpassword authentication failed\0\0';
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + message.length);
  const server = createServer((client) => {
    client.once('data', () => client.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(message)])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `postgres://owner:planted-secret@127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  const refusal = await connectDatabase(url).catch((error: unknown) => error);
  server.close();
  expect(refusal).toBeInstanceOf(Misconfigured);
  expect(refusal).not.toBeInstanceOf(Unreachable);
  expect(String(refusal)).toContain('does not let us in: password authentication failed');
});

test('onlyRow insists on a row', () => {
  expect(onlyRow([7])).toBe(7);
  expect(() => onlyRow([])).toThrow(/no row/);
});

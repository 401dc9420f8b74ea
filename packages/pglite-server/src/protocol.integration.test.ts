import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageBody } from './frames.ts';
import { cstring, int32, message, query, readDataRow, sync } from './messages.ts';
import { type PgliteServer, startPgliteServer } from './server.ts';
import {
  bind,
  connectClient,
  connectRaw,
  describeStatement,
  execute,
  flush,
  parse,
  startRaw,
  summarise,
  terminate,
} from './testing/clients.ts';

let server: PgliteServer;
beforeAll(async () => {
  server = await startPgliteServer();
}, 60_000);
afterAll(() => server.close());

describe('the start of a connection', () => {
  test.each([80877103, 80877104])('request code %i for encryption is declined', async (code) => {
    const raw = await connectRaw(server.port);
    raw.socket.removeAllListeners('data');
    raw.send(int32(8), int32(code));
    const [answer] = (await once(raw.socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('N');
    raw.socket.destroy();
  });

  test('a CancelRequest is answered by closing', async () => {
    const raw = await connectRaw(server.port);
    raw.send(int32(16), int32(80877102), int32(1), int32(0));
    await once(raw.socket, 'close');
  });

  test('tells the settings, a key and that it is ready', async () => {
    const raw = await connectRaw(server.port);
    const body = Buffer.concat([
      int32(3 << 16),
      ...['user', 'x', 'application_name', 'me'].map(cstring),
      Buffer.of(0),
    ]);
    raw.send(int32(body.length + 4), body);
    const greeting = await raw.until('Z');
    expect(summarise(greeting)).toMatch(/^R S( S)+ K ZI$/);
    const settings = greeting.map((bytes) => messageBody(bytes).toString().split('\0'));
    expect(settings).toContainEqual(['application_name', 'me', '']);
    expect(settings).toContainEqual(['client_encoding', 'UTF8', '']);
    raw.socket.destroy();
  });

  test('an unknown protocol version or a senseless length is refused', async () => {
    for (const bytes of [Buffer.concat([int32(9), int32(2 << 16), Buffer.of(0)]), int32(3)]) {
      const raw = await connectRaw(server.port);
      raw.send(bytes);
      expect(summarise(await raw.until('E'))).toBe('E08P01');
      await once(raw.socket, 'close');
    }
  });
});

describe('messages', () => {
  const conversation = Buffer.concat([
    query('begin'),
    parse('plan', 'select 1 as one'),
    describeStatement('plan'),
    bind('', 'plan'),
    execute(''),
    sync(),
    query('select 1/0'),
    query('rollback; select 2'),
    parse('', 'selec'),
    bind('', ''),
    execute(''),
    sync(),
  ]);
  const answers = ['C ZT', '1 t T 2 D C ZT', 'E22012 ZE', 'C T D C ZI', 'E42601 ZI'];

  test.each([1, 3, 7, conversation.length])('in chunks of %i bytes are understood', async (size) => {
    const raw = await startRaw(server.port);
    for (let offset = 0; offset < conversation.length; offset += size) {
      await new Promise((resolve) => raw.socket.write(conversation.subarray(offset, offset + size), resolve));
    }
    for (const answer of answers) expect(summarise(await raw.until('Z'))).toBe(answer);
    raw.socket.destroy();
  });

  test('of two clients that pipeline at once are answered each to its own', async () => {
    const raws = await Promise.all([startRaw(server.port), startRaw(server.port)]);
    const counts = Array.from({ length: 1500 }, (_, i) => i);
    raws.forEach((raw, who) => {
      raw.send(
        ...counts.flatMap((i) => [parse('', `select '${who}/${i}'`), bind('', ''), execute(''), sync()]),
      );
    });
    for (const [who, raw] of raws.entries()) {
      for (const i of counts) {
        const [, , row] = await raw.until('Z');
        expect(row && readDataRow(row)).toEqual([`${who}/${i}`]);
      }
      raw.socket.destroy();
    }
  });

  test('up to Flush are answered at once and keep the session until Sync', async () => {
    const raw = await startRaw(server.port);
    const other = await startRaw(server.port);
    raw.send(parse('', 'select generate_series(1, 3)'), bind('cursor', ''), execute('cursor', 2), flush());
    expect(summarise(await raw.until('s'))).toBe('1 2 D D s');
    other.send(query('select 1'));
    raw.send(execute('cursor', 2), flush());
    expect(summarise(await raw.until('C'))).toBe('D C');
    raw.send(sync());
    expect(summarise(await raw.until('Z'))).toBe('ZI');
    expect(summarise(await other.until('Z'))).toBe('T D C ZI');
    raw.socket.destroy();
    other.socket.destroy();
  });

  test('after an error before Flush are skipped up to Sync', async () => {
    const raw = await startRaw(server.port);
    raw.send(parse('', 'selec'), flush());
    expect(summarise(await raw.until('E'))).toBe('E42601');
    raw.send(bind('', ''), execute(''), flush(), sync(), query('select 1'));
    expect(summarise(await raw.until('Z'))).toBe('ZI');
    expect(summarise(await raw.until('Z'))).toBe('T D C ZI');
    raw.socket.destroy();
  });

  test('find the unnamed statement again though another client has used its own since', async () => {
    const raw = await startRaw(server.port);
    const other = await startRaw(server.port);
    raw.send(parse('', "select 'mine'"), sync());
    expect(summarise(await raw.until('Z'))).toBe('1 ZI');
    other.send(parse('', 'select 1'), bind('', ''), execute(''), sync());
    await other.until('Z');
    raw.send(bind('', ''), execute(''), sync());
    const [, row] = await raw.until('Z');
    expect(row && readDataRow(row)).toEqual(['mine']);
    raw.socket.destroy();
    other.socket.destroy();
  });

  test('before Terminate are still carried out', async () => {
    const raw = await startRaw(server.port);
    raw.send(query('create table farewell (id int)'), terminate());
    expect(summarise(await raw.until('Z'))).toBe('C ZI');
    await once(raw.socket, 'close');
    const client = await connectClient(server.url);
    expect((await client.query('select * from farewell')).rows).toEqual([]);
    await client.end();
  });

  test('of COPY FROM STDIN fail in every form and hurt nobody; COPY TO STDOUT works', async () => {
    const raw = await startRaw(server.port);
    raw.send(query('create table target (id int)'));
    await raw.until('Z');
    raw.send(query('copy target from stdin'), message('d', Buffer.from('1\n')), message('c'));
    expect(summarise(await raw.until('Z'))).toBe('E0A000 ZI');
    raw.send(parse('', 'copy target from stdin'), bind('', ''), execute(''), sync());
    expect(summarise(await raw.until('Z'))).toBe('1 2 E0A000 ZI');
    raw.send(query('begin'), query('copy target from stdin'), query('rollback'));
    expect(summarise([...(await raw.until('Z')), ...(await raw.until('Z'))])).toBe('C ZT E0A000 ZE');
    await raw.until('Z');
    raw.send(query('copy (values (1), (2)) to stdout'));
    expect(summarise(await raw.until('Z'))).toBe('H d d c C ZI');
    raw.socket.destroy();
  });

  test('of megabytes go both ways', async () => {
    const client = await connectClient(server.url);
    const text = 'é'.repeat(2_000_000);
    const { rows } = await client.query('select $1::text as text', [text]);
    expect(rows[0].text === text).toBe(true);
    await client.end();
  });
});

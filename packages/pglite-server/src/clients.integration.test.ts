import { once } from 'node:events';
import type { Client, Notification } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PgliteServer, startPgliteServer } from './server.ts';
import { connectClient, cutOff } from './testing/clients.ts';

let server: PgliteServer;
let ann: Client;
let bob: Client;

beforeAll(async () => {
  server = await startPgliteServer();
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  ann = await connectClient(server.url, { application_name: 'ann' });
  bob = await connectClient(server.url, { application_name: 'bob' });
});
afterEach(async () => {
  await ann.end();
  await bob.end();
});

async function singleValue(client: Client, sql: string): Promise<unknown> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return Object.values(rows[0] ?? {})[0];
}

describe('prepared statements', () => {
  test('with the same name are each client’s own', async () => {
    const named = (client: Client, text: string) => client.query({ name: 'plan', text, rowMode: 'array' });
    expect((await named(ann, "select 'ann'")).rows).toEqual([['ann']]);
    expect((await named(bob, 'select 1, 2')).rows).toEqual([[1, 2]]);
    expect((await named(ann, "select 'ann'")).rows).toEqual([['ann']]);
  });

  test('of SQL with the same name are each client’s own', async () => {
    await ann.query("prepare who as select 'ann'");
    await bob.query("prepare who as select 'bob'");
    expect(await singleValue(ann, 'execute who')).toBe('ann');
    expect(await singleValue(bob, 'execute who')).toBe('bob');
    await bob.query('deallocate who');
    expect(await singleValue(ann, 'execute who')).toBe('ann');
    await expect(bob.query('execute who')).rejects.toThrow('does not exist');
  });

  test.each(['DISCARD ALL', 'DEALLOCATE ALL'])('of others survive %s', async (sql) => {
    const plan = { name: 'plan', text: 'select current_setting($1) as value' };
    await ann.query(plan, ['application_name']);
    await bob.query({ name: 'other', text: 'select 1' });
    await bob.query(sql);
    expect((await ann.query(plan, ['application_name'])).rows).toEqual([{ value: 'ann' }]);
    expect(
      await singleValue(bob, "select count(*)::int from pg_prepared_statements where name like '%other'"),
    ).toBe(0);
  });

  test('go with the client that made them', async () => {
    await bob.query({ name: 'left_behind', text: 'select 1' });
    await bob.end();
    bob = await connectClient(server.url);
    expect(
      await singleValue(
        bob,
        "select count(*)::int from pg_prepared_statements where name like '%left_behind'",
      ),
    ).toBe(0);
  });
});

describe('settings', () => {
  test('from the connection string hold for that client only, and RESET returns to them', async () => {
    const carol = await connectClient(server.url, { search_path: 'carols, public' });
    await ann.query('create schema carols; create table carols.notes (text text)');
    await carol.query("insert into notes values ('mine')");
    await expect(bob.query('select * from notes')).rejects.toThrow('does not exist');
    await carol.query('set search_path to public');
    await expect(carol.query('select * from notes')).rejects.toThrow('does not exist');
    await carol.query('reset search_path');
    expect(await singleValue(carol, 'select text from notes')).toBe('mine');
    await carol.query('discard all');
    expect(await singleValue(carol, 'select text from notes')).toBe('mine');
    await carol.end();
  });

  test('by SET last for that client, unless rolled back or local', async () => {
    await ann.query("set timezone to 'Asia/Tokyo'; set app.tenant to 'first'");
    await bob.query("begin; set timezone to 'Europe/Paris'; rollback");
    await bob.query("begin; set local app.tenant to 'local'; commit");
    expect(await singleValue(bob, 'show timezone')).toBe('UTC');
    expect(await singleValue(bob, "select current_setting('app.tenant', true)")).toBeFalsy();
    expect(await singleValue(ann, 'show timezone')).toBe('Asia/Tokyo');
    expect(await singleValue(ann, 'show app.tenant')).toBe('first');
    await ann.query({ name: 'set', text: "select set_config('app.tenant', $1, false)", values: ['second'] });
    await bob.query('select 1');
    await ann.query({ name: 'set', text: "select set_config('app.tenant', $1, false)", values: ['third'] });
    await bob.query('select 1');
    expect(await singleValue(ann, 'show app.tenant')).toBe('third');
  });

  test('of a role do not reach the others', async () => {
    await ann.query('create role limited');
    await ann.query('set role limited');
    expect(await singleValue(bob, 'select current_user')).toBe('postgres');
    expect(await singleValue(ann, 'select current_user')).toBe('limited');
    await ann.query('reset role');
    expect(await singleValue(ann, 'select current_user')).toBe('postgres');
  });

  test('that do not exist end the connection that asked for them', async () => {
    const carol = await connectClient(server.url, { nonsense: '1' });
    carol.on('error', () => undefined);
    await expect(carol.query('select 1')).rejects.toThrow('unrecognized configuration parameter "nonsense"');
    expect(await singleValue(ann, 'select 1')).toBe(1);
  });
});

test('a client with an encoding the engine cannot live with is sent away, its settings with it', async () => {
  const carol = await connectClient(server.url);
  carol.on('error', () => undefined);
  await carol.query("set timezone to 'Asia/Tokyo'");
  await expect(carol.query("set client_encoding to 'LATIN1'")).rejects.toThrow('only UTF8');
  expect(await singleValue(ann, 'show client_encoding')).toBe('UTF8');
  expect(await singleValue(ann, 'show timezone')).toBe('UTC');
});

describe('notifications', () => {
  async function nextNotification(client: Client): Promise<Notification> {
    const [notification] = (await once(client, 'notification')) as [Notification];
    return notification;
  }
  function collect(client: Client): string[] {
    const payloads: string[] = [];
    client.on('notification', ({ payload }) => payloads.push(payload ?? ''));
    return payloads;
  }

  test('reach those who listen, with the sender’s id', async () => {
    await bob.query('/* wake me */ LISTEN jobs');
    const annHears = collect(ann);
    const heard = nextNotification(bob);
    await ann.query("select pg_notify('jobs', $1)", ['one']);
    expect(await heard).toMatchObject({
      channel: 'jobs',
      payload: 'one',
      processId: await singleValue(ann, 'select 1').then(
        () => (ann as unknown as { processID: number }).processID,
      ),
    });
    expect(annHears).toEqual([]);
  });

  test('reach the sender too, before its statement is done', async () => {
    await ann.query('listen "Own Channel"');
    const annHears = collect(ann);
    await ann.query(`notify "Own Channel", 'self'`);
    expect(annHears).toEqual(['self']);
  });

  test('wait for COMMIT and die with ROLLBACK', async () => {
    await bob.query('listen jobs');
    const bobHears = collect(bob);
    await ann.query("begin; notify jobs, 'lost'; rollback");
    await ann.query("begin; notify jobs, 'kept'");
    const heard = nextNotification(bob);
    await ann.query('commit');
    await heard;
    expect(bobHears).toEqual(['kept']);
  });

  test('a LISTEN that is rolled back is none', async () => {
    await bob.query('begin; listen jobs; rollback');
    const bobHears = collect(bob);
    await ann.query("notify jobs, 'x'");
    await bob.query('select 1');
    expect(bobHears).toEqual([]);
  });

  test('one client’s UNLISTEN, DISCARD ALL or end leaves the others listening', async () => {
    const carol = await connectClient(server.url);
    await Promise.all([ann, bob, carol].map((client) => client.query('listen jobs')));
    const annHears = collect(ann);
    const bobHears = collect(bob);
    await ann.query('unlisten jobs');
    await carol.query("notify jobs, 'one'");
    await ann.query('listen jobs');
    await ann.query('discard all');
    await carol.query("notify jobs, 'two'");
    await ann.query('listen jobs');
    await cutOff(carol);
    await ann.query('unlisten *');
    await ann.query("notify jobs, 'three'");
    await bob.query('select 1');
    expect(bobHears).toEqual(['one', 'two', 'three']);
    expect(annHears).toEqual([]);
  });
});

test('vectors are found by an HNSW index', async () => {
  await ann.query('create table points (id int primary key, at vector(3) not null)');
  await ann.query(
    "insert into points select i, format('[%s,%s,1]', cos(i / 100.0), sin(i / 100.0))::vector from generate_series(1, 500) i",
  );
  await ann.query('create index on points using hnsw (at vector_cosine_ops)');
  await ann.query('set enable_seqscan = off');
  const nearest = 'select id from points order by at <=> $1 limit 3';
  const { rows } = await ann.query<{ id: number }>(nearest, [`[${Math.cos(2)},${Math.sin(2)},1]`]);
  expect(rows[0]?.id).toBe(200);
  expect(rows.map(({ id }) => id).sort()).toEqual([199, 200, 201]);
  const { rows: plan } = await ann.query(`explain ${nearest.replace('$1', "'[1,0,1]'")}`);
  expect(JSON.stringify(plan)).toContain('points_at_idx');
});

import { once } from 'node:events';
import { type Client, type DatabaseError, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PgliteServer, startPgliteServer } from './server.ts';
import { connectClient, cutOff } from './testing/clients.ts';

let server: PgliteServer;
let ann: Client;
let bob: Client;

beforeAll(async () => {
  server = await startPgliteServer({ idleInTransactionTimeoutMs: 300 });
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  ann = await connectClient(server.url);
  bob = await connectClient(server.url);
  await ann.query('create table marks (id serial primary key, mark text not null)');
});
afterEach(async () => {
  await bob.query('drop table marks');
  await Promise.all([ann.end(), bob.end()]);
});

async function marks(): Promise<string[]> {
  const { rows } = await bob.query<{ mark: string }>('select mark from marks order by id');
  return rows.map(({ mark }) => mark);
}

const insert = (client: Client | Pool, mark: string) =>
  client.query('insert into marks (mark) values ($1)', [mark]);

describe('a transaction', () => {
  test('keeps the session; the others go on after it in the order they came', async () => {
    const order: string[] = [];
    const carol = await connectClient(server.url);
    const dave = await connectClient(server.url);
    await ann.query('begin');
    await insert(ann, 'ann 1');
    const others = [bob, carol, dave].map((client, i) =>
      insert(client, `other ${i}`).then(() => order.push(`other ${i}`)),
    );
    await insert(ann, 'ann 2');
    order.push('ann');
    await ann.query('commit');
    await Promise.all(others);
    expect(order).toEqual(['ann', 'other 0', 'other 1', 'other 2']);
    expect(await marks()).toEqual(['ann 1', 'ann 2', 'other 0', 'other 1', 'other 2']);
    await Promise.all([carol.end(), dave.end()]);
  });

  test('that failed stays failed until ROLLBACK and harms nobody else', async () => {
    await ann.query('begin');
    await expect(ann.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
    const bobsInsert = insert(bob, 'bob');
    await expect(insert(ann, 'ann')).rejects.toMatchObject({ code: '25P02' });
    await ann.query('rollback');
    await bobsInsert;
    expect(await marks()).toEqual(['bob']);
  });

  test('goes on after ROLLBACK TO SAVEPOINT', async () => {
    await ann.query('begin; savepoint here');
    await expect(ann.query('select nothing')).rejects.toThrow();
    await ann.query('rollback to savepoint here');
    await insert(ann, 'kept');
    await ann.query('commit');
    expect(await marks()).toEqual(['kept']);
  });

  test.each(['cut off', 'ended politely'])('of a client that is %s is rolled back', async (how) => {
    await ann.query('begin');
    await insert(ann, 'lost');
    const bobsInsert = insert(bob, 'bob');
    await (how === 'cut off' ? cutOff(ann) : ann.end());
    await bobsInsert;
    expect(await marks()).toEqual(['bob']);
    ann = await connectClient(server.url);
  });

  test('in which nothing happens is ended with 25P03 and rolled back', async () => {
    const failed = once(ann, 'error') as Promise<[DatabaseError]>;
    // The end of the connection is reported as a second error.
    ann.on('error', () => undefined);
    await ann.query('begin');
    await insert(ann, 'lost');
    await insert(bob, 'bob');
    const [error] = await failed;
    expect(error).toMatchObject({ code: '25P03', severity: 'FATAL' });
    expect(await marks()).toEqual(['bob']);
    ann = await connectClient(server.url);
  });
});

test('a client with nothing to do can leave though another is in a transaction', async () => {
  const carol = await connectClient(server.url);
  await ann.query('begin');
  await carol.end();
  await ann.query('rollback');
});

test('a client cut off while it waits is forgotten', async () => {
  await ann.query('begin');
  const carol = await connectClient(server.url);
  const carolsInsert = expect(insert(carol, 'never')).rejects.toThrow();
  // Ann's answer proves that the server has read on since Carol's statement came in.
  await insert(ann, 'ann');
  await cutOff(carol);
  await carolsInsert;
  await insert(ann, 'ann');
  await ann.query('commit');
  expect(await marks()).toEqual(['ann', 'ann']);
});

test('pools of several clients, some of them cut off in transactions, each get their own rows', async () => {
  const pools = [1, 2, 3].map(() => new Pool({ connectionString: server.url, max: 5 }));
  for (const pool of pools) pool.on('error', () => undefined);
  const expected: string[] = [];
  let operations = 0;

  async function work(pool: Pool, worker: number): Promise<void> {
    for (let round = 0; round < 60; round++) {
      const mark = `${worker}/${round}`;
      operations++;
      const client = await pool.connect();
      try {
        const text = `select $1::text as mark, ${worker} as worker`;
        const named = { name: `plan ${round % 3}`, text: 'select $1::text as mark', values: [mark] };
        expect((await client.query(named)).rows).toEqual([{ mark }]);
        expect((await client.query(text, [mark])).rows).toEqual([{ mark, worker }]);
        await client.query('begin');
        await client.query('insert into marks (mark) values ($1)', [mark]);
        if (round % 10 === 9) {
          await cutOff(client as unknown as Client);
        } else {
          const { rows } = await client.query('select mark from marks order by id desc limit 1');
          expect(rows).toEqual([{ mark }]);
          await client.query('commit');
          expected.push(mark);
        }
      } finally {
        client.release(round % 10 === 9);
      }
    }
  }

  await Promise.all(pools.flatMap((pool, i) => [0, 1, 2, 3, 4].map((j) => work(pool, i * 5 + j))));
  expect(operations).toBe(900);
  expect((await marks()).sort()).toEqual(expected.sort());
  await Promise.all(pools.map((pool) => pool.end()));
}, 60_000);

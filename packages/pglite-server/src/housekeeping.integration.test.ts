import { expect, test } from 'vitest';
import { openEngine } from './engine.ts';
import { findChores } from './housekeeping.ts';
import { startPgliteServer } from './server.ts';
import { connectClient } from './testing/clients.ts';

test('dead rows and a long write-ahead log are found, and gone once the chores are done', async () => {
  const engine = await openEngine(undefined);
  expect(await findChores(engine)).toEqual([]);
  await engine.select('create table "Odd notes" (text text)');
  await engine.select(
    `insert into "Odd notes" select repeat(md5(i::text), 40) from generate_series(1, 60000) i`,
  );
  await engine.select('delete from "Odd notes"');
  expect(await findChores(engine)).toEqual(['VACUUM (ANALYZE) public."Odd notes"', 'CHECKPOINT']);
  for (const chore of await findChores(engine)) await engine.select(chore);
  expect(await findChores(engine)).toEqual([]);
  expect(await engine.select(`select pg_relation_size('"Odd notes"')`)).toEqual([['0']]);
  await engine.close();
}, 60_000);

test('the server keeps house between its clients', async () => {
  const server = await startPgliteServer({ housekeepingIntervalMs: 20 });
  const client = await connectClient(server.url);
  await client.query('create table notes as select i from generate_series(1, 1000) i');
  await expect
    .poll(
      async () => {
        const { rows } = await client.query("select reltuples from pg_class where relname = 'notes'");
        return rows[0];
      },
      { timeout: 20_000 },
    )
    .toEqual({ reltuples: 1000 });
  await client.end();
  await server.close();
}, 60_000);

import { Client } from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  test('gives each label, and each call, tables of its own, with pgvector at hand', async () => {
    const databases = await Promise.all(
      ['Deals & leads', 'Deals & leads'].map((label) => createTestDatabase(label)),
    );
    for (const [i, { url }] of databases.entries()) {
      await query(url, 'create table notes (id int, at vector(2))');
      await query(url, `insert into notes values (${i}, '[1,2]')`);
    }
    for (const [i, { url }] of databases.entries()) {
      expect(await query(url, "select id, at <-> '[1,2]' as distance from notes")).toEqual([
        { id: i, distance: 0 },
      ]);
    }
    await Promise.all(databases.map((database) => database.drop()));
  });

  test('leaves nothing behind once dropped, though somebody is still connected', async () => {
    const database = await createTestDatabase('leftovers');
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table notes (id int)');
    await database.drop();
    await database.drop();
    const left = `select nspname as name from pg_namespace where nspname like 't\\_leftovers%'
      union all select datname from pg_database where datname like 't\\_leftovers%'`;
    expect(await query(inject('postgresUrl'), left)).toEqual([]);
    await client.end();
  });

  test('makes a database, copied from the template, where the server is a real one', async () => {
    // PGlite creates databases too; it only cannot connect to them, so that every name leads to the same one.
    const server = { url: inject('postgresUrl'), kind: 'server' as const };
    const database = await createTestDatabase('copy', { server, template: 'template1' });
    const name = new URL(database.url).pathname.slice(1);
    expect(name).toMatch(/^t_copy_[0-9a-f]{10}$/);
    const count = `select count(*)::int as count from pg_database where datname = '${name}'`;
    expect(await query(server.url, count)).toEqual([{ count: 1 }]);
    await database.drop();
    expect(await query(server.url, count)).toEqual([{ count: 0 }]);
  });
});

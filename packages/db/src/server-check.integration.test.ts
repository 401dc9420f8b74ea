import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase } from './database.ts';
import { assertUsableServer, readServerFacts } from './server-check.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('server_check');
});
afterAll(() => database.drop());

test('the server of these tests is usable', async () => {
  const db = await connectDatabase(database.url, { max: 1 });
  const facts = await readServerFacts(db);
  await db.destroy();
  expect(facts).toEqual({ major: expect.any(Number), hasVector: true });
  expect(() => assertUsableServer(facts)).not.toThrow();
});

test.each([
  { facts: { major: 14, hasVector: true }, says: 'Postgres 14 is too old.' },
  { facts: { major: 17, hasVector: false }, says: 'This Postgres has no pgvector.' },
])('$facts is refused', ({ facts, says }) => {
  expect(() => assertUsableServer(facts)).toThrow(says);
});

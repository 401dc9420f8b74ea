import { Misconfigured } from '@fairlead/shared/runtime/errors';
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
  expect(refusal).toBeInstanceOf(Misconfigured);
  expect(refusal).toMatchObject({
    message: expect.stringContaining('Postgres cannot be reached'),
    remedy: expect.stringContaining('DATABASE_URL'),
  });
  expect(String(refusal)).not.toContain('planted-secret');
});

test('onlyRow insists on a row', () => {
  expect(onlyRow([7])).toBe(7);
  expect(() => onlyRow([])).toThrow(/no row/);
});

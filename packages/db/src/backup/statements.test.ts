import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readStatements } from './statements.ts';

async function read(text: string, pieceLength = 7): Promise<string[]> {
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${pieceLength}}`, 'g')) ?? [];
  return await Readable.from(readStatements(Readable.from(pieces))).toArray();
}

test.each([
  ['a literal with everything in it', "insert into t values\n(1, 'it''s;\n-- $$ not\r\nyet;');"],
  ['an escaped literal', `${String.raw`insert into t values (E'C:\\;''')`};`],
  ['a function', "create function f() as $$ begin\n  raise 'no';\nend $$ language plpgsql;"],
])('%s is one statement', async (_, text) => {
  expect(await read(`${text}\n${text}\n`)).toEqual([text.slice(0, -1), text.slice(0, -1)]);
});

test('comments, empty lines and instructions to psql are left out', async () => {
  expect(await read('\\restrict x\n\n-- It is a dump;\nselect 1;\n\\unrestrict x\n')).toEqual(['select 1']);
});

test('half a statement is a broken backup', async () => {
  await expect(read("select 'a;\n")).rejects.toThrow('in the middle of a statement');
});

import { expect, it } from 'vitest';
import { readJson } from './json.ts';
import { VoyagerShapeError } from './shape-error.ts';

it('keeps every digit of whole numbers beyond 2^53, as text', () => {
  const read = readJson(
    '{"invitationId":7362000000000728384,"rows":[-9007199254740993,9007199254740991,1.5,1e3]}',
  );
  expect(read).toEqual({
    invitationId: '7362000000000728384',
    rows: ['-9007199254740993', 9007199254740991, 1.5, 1000],
  });
});

it('keeps a "__proto__" key a plain field', () => {
  const read = readJson('{"__proto__":{"polluted":true}}') as object;
  expect(Object.hasOwn(read, '__proto__')).toBe(true);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

it.each(['', '<html>', '{"a":', '['.repeat(200_000) + ']'.repeat(200_000)])(
  'says that it is no JSON we can read (%#)',
  (body) => {
    expect(() => readJson(body)).toThrow(VoyagerShapeError);
  },
);

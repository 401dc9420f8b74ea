import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePlace, PlaceParameter } from './cursor.ts';

test('a place in a list survives its way through an address', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), fc.nat(2_147_483_647), (key, id) => {
      fc.pre(key.length <= 400);
      const text = encodePlace({ key, id });
      expect(text).toMatch(/^[\w-]+$/);
      expect(PlaceParameter.parse(text)).toEqual({ key, id });
    }),
  );
});

test.each(['', 'x', 'bnVsbA', encodePlace({ key: 'k', id: -1 }), Buffer.from('["k"]').toString('base64url')])(
  'refuses %j',
  (text) => {
    expect(PlaceParameter.safeParse(text).success).toBe(false);
  },
);

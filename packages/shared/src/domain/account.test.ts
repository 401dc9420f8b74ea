import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleFromEmail, passwordContext, sessionContext } from './account.ts';

describe('handleFromEmail', () => {
  test.each([
    ['ines.quintela@fairlead.example', 'ines-quintela'],
    ['Marek+Outreach@fairlead.example', 'marek-outreach'],
    ['__leif__@fairlead.example', 'leif'],
    ['名前@fairlead.example', 'account'],
    ['', 'account'],
  ])('%s gives %s', (email, handle) => {
    expect(handleFromEmail(email)).toBe(handle);
  });

  test('always gives what the database accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (email) => {
        expect(handleFromEmail(email)).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});

test('secrets of different accounts and kinds have different places', () => {
  const places = [passwordContext('a@b.example'), passwordContext('c@b.example'), sessionContext(1)];
  expect(new Set([...places, sessionContext(2)]).size).toBe(4);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVault, generateMasterKey, hashPassword, randomToken, verifyPassword } from './crypto.ts';
import { Misconfigured } from './errors.ts';
import { Secret } from './secret.ts';

const masterKey = new Secret(Buffer.alloc(32, 7).toString('base64'));
const vault = createVault(masterKey);

describe('createVault', () => {
  test('opens what it sealed, in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(vault.open(vault.seal(text, context), context)).toBe(text);
      }),
    );
  });

  test('seals the same text differently every time', () => {
    expect(vault.seal('text', 'here').equals(vault.seal('text', 'here'))).toBe(false);
  });

  test('does not open with another key', () => {
    const other = createVault(new Secret(generateMasterKey()));
    expect(() => other.open(vault.seal('text', 'here'), 'here')).toThrow(Misconfigured);
  });

  test('does not open in another place', () => {
    expect(() => vault.open(vault.seal('text', 'account:1:password'), 'account:2:password')).toThrow(
      Misconfigured,
    );
  });

  test('does not open when any bit was changed', () => {
    const sealed = vault.seal('text', 'here');
    const bits = fc.record({ at: fc.nat({ max: sealed.length - 1 }), bit: fc.nat({ max: 7 }) });
    fc.assert(
      fc.property(bits, ({ at, bit }) => {
        const tampered = Buffer.from(sealed);
        tampered[at] = (tampered[at] ?? 0) ^ (1 << bit);
        expect(() => vault.open(tampered, 'here')).toThrow(Misconfigured);
      }),
    );
  });

  test.each(['text', ''])('does not open when it was cut short, wherever: %j', (text) => {
    const sealed = vault.seal(text, 'here');
    for (let length = 0; length < sealed.length; length++) {
      expect(() => vault.open(sealed.subarray(0, length), 'here')).toThrow(Misconfigured);
    }
  });

  test.each(['', 'c2hvcnQ=', Buffer.alloc(33).toString('base64')])('refuses the key %j', (key) => {
    expect(() => createVault(new Secret(key))).toThrow(/FAIRLEAD_SECRET_KEY holds \d+ bytes, not 32/);
  });

  test('derives another key for every purpose, the same each time', () => {
    expect(vault.deriveKey('sessions')).toEqual(createVault(masterKey).deriveKey('sessions'));
    expect(vault.deriveKey('sessions')).not.toEqual(vault.deriveKey('vault'));
    expect(vault.deriveKey('sessions')).toHaveLength(32);
  });
});

describe('passwords', () => {
  const password = new Secret('correct horse');

  test('verify against their own hash only', async () => {
    const stored = await hashPassword(password);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/);
    expect(await verifyPassword(password, stored)).toBe(true);
    expect(await verifyPassword(new Secret('wrong horse'), stored)).toBe(false);
  });

  test('are salted', async () => {
    expect(await hashPassword(password)).not.toBe(await hashPassword(password));
  });

  test.each([
    '',
    'plain',
    '$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA',
    '$argon2id$v=19$m=1,t=0,p=0$c2FsdHNhbHQ$aGFzaA',
    '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$!',
  ])('do not verify against %j', async (stored) => {
    expect(await verifyPassword(password, stored)).toBe(false);
  });
});

test('tokens and keys are long and never the same', () => {
  expect(randomToken()).toMatch(/^[\w-]{24}$/);
  expect(randomToken()).not.toBe(randomToken());
  expect(Buffer.from(generateMasterKey(), 'base64')).toHaveLength(32);
});

import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeEnvText, quoteForEnv } from './env-text.ts';

// What people type, with everything in it that means something in a .env file.
const typed = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", '"', '`', '#', '\\', 'n', '\n', ' ', '=', '$', '{', '}', '\t', 'é', '日'),
    fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
  ),
  maxLength: 30,
});

test('what was typed is read back exactly, or is not written at all', () => {
  fc.assert(
    fc.property(typed, (value) => {
      const quoted = quoteForEnv(value);
      if (quoted !== null) expect(parseEnv(`X=${quoted}\nY=1`)).toEqual({ X: value, Y: '1' });
    }),
    { numRuns: 2_000 },
  );
});

test('a text without apostrophes or without backquotes, and without carriage returns, can always be written', () => {
  fc.assert(
    fc.property(typed, fc.constantFrom("'", '`'), (text, missing) => {
      const value = text.replaceAll(missing, '').replaceAll('\r', '');
      expect(quoteForEnv(value)).not.toBeNull();
    }),
  );
});

const NAMES = ['A', 'B', 'FAIRLEAD_TARGET', 'FAIRLEAD_LLM_API_KEY'];
const value = typed.filter((text) => quoteForEnv(text) !== null);
const comment = fc.string({ maxLength: 20 }).map((text) => `# ${text.replaceAll(/[\r\n]/g, '')}`);
const line = fc.oneof(
  comment,
  fc.constant(''),
  fc.tuple(fc.constantFrom(...NAMES), value).map(([name, text]) => `${name}=${quoteForEnv(text)}`),
);

test('only what is changed changes; comments and other lines stay', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 8 }),
      fc.dictionary(fc.constantFrom(...NAMES), value),
      (lines, changes) => {
        const text = lines.join('\n');
        const changed = changeEnvText(text, changes);
        if (changed === null) return; // It refuses what it could not read back.
        const [before, after] = [parseEnv(text), parseEnv(changed)];
        for (const name of NAMES) expect(after[name] ?? '').toBe(changes[name] ?? before[name] ?? '');
        for (const each of lines.filter((one) => one.startsWith('#'))) expect(changed).toContain(each);
      },
    ),
    { numRuns: 1_000 },
  );
});

test.each([
  { text: '', result: "X='a b'\n" },
  { text: 'Y=1', result: "Y=1\nX='a b'\n" },
  { text: '# X=old\nX=old # why\nY=1\n', result: "# X=old\nX='a b'\nY=1\n" },
  { text: 'export X="two\nlines"\nY=1\n', result: "X='a b'\nY=1\n" },
  { text: 'Y="\nX=no\n"\nX=yes\n', result: 'Y="\nX=no\n"\nX=\'a b\'\n' },
  { text: 'X=1\nX=2\n', result: "X=1\nX='a b'\n" },
])('$text gets the value in its place', ({ text, result }) => {
  expect(changeEnvText(text, { X: 'a b' })).toBe(result);
});

test('a value that is empty removes one, and is not written where there was none', () => {
  expect(changeEnvText('X=1\nY=2\n', { X: '', Z: '' })).toBe('X=\nY=2\n');
});

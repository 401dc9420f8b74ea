import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../src/paths.ts';

/** Sections of the specification, by number. */
const SECTIONS = 8;

interface Row {
  no: string;
  claim: string;
  place: string;
  tests: string;
}

/** A named test: the file, and the names of its groups and of itself, outermost first. */
interface Named {
  file: string;
  names: readonly string[];
}

const page = readFileSync(join(ROOT, 'docs/parity.md'), 'utf8');

/** The rows of the page's tables; a bar within a cell is escaped. */
function rowsOf(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
      const [, no = '', claim = '', place = '', tests = '', ...rest] = cells;
      expect(rest, `the cells of ${no}`).toEqual(['']);
      return { no, claim, place, tests };
    });
}

const pathIn = (cell: string): string => /^`([^`]+)`$/.exec(cell)?.[1] ?? '';

/** `file` "group › name", with a remark behind it where wanted; one a line. */
function namedIn(cell: string): (Named | null)[] {
  return cell.split('<br>').map((line) => {
    const [, file, quoted] = /^`([^`]+)` "([^"]+)"(?: \([^)]*\))?$/.exec(line.trim()) ?? [];
    return file && quoted ? { file, names: quoted.split(' › ') } : null;
  });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a call in this source begins with this text, as `test('…'` and `test.each(…)('…'` do: templates as they are written. */
function isNamedIn(source: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const literal = name.replaceAll(quote, `\\${quote}`);
    return new RegExp(`\\(\\s*${escaped(quote + literal + quote)}`).test(source);
  });
}

/** What is wrong with a row, in words. */
function faultsOf({ no, claim, place, tests }: Row): string[] {
  const faults: string[] = [];
  if (claim === '') faults.push(`${no}: says nothing`);
  if (!existsSync(join(ROOT, pathIn(place) || ' '))) faults.push(`${no}: there is no ${place}`);
  for (const named of namedIn(tests)) {
    if (!named) faults.push(`${no}: names no test: ${tests}`);
    else if (!existsSync(join(ROOT, named.file))) faults.push(`${no}: there is no ${named.file}`);
    else {
      const source = readFileSync(join(ROOT, named.file), 'utf8');
      for (const name of named.names)
        if (!isNamedIn(source, name)) faults.push(`${no}: ${named.file} has no “${name}”`);
    }
  }
  return faults;
}

const rows = rowsOf(page);

test('every row of docs/parity.md names tests that exist', () => {
  expect(rows.flatMap(faultsOf)).toEqual([]);
});

test('every section of the specification has its rows, numbered without a gap', () => {
  const headings = [...page.matchAll(/^## (\d+)\. /gm)].map(([, section]) => Number(section));
  expect(headings).toEqual(Array.from({ length: SECTIONS + 1 }, (_, section) => section));
  const counts = headings.map((section) => rows.filter(({ no }) => no.startsWith(`${section}.`)).length);
  for (const count of counts) expect(count).toBeGreaterThan(0);
  const expected = headings.flatMap((section, i) =>
    Array.from({ length: counts[i] ?? 0 }, (_, row) => `${section}.${row + 1}`),
  );
  expect(rows.map(({ no }) => no)).toEqual(expected);
});

test('the page says how many rows it has', () => {
  expect(page).toContain(`${rows.length} rows, none without a test.`);
});

describe('a row is refused', () => {
  const [first] = rows;
  const changed = (change: Partial<Row>): string[] => faultsOf({ ...(first as Row), ...change });
  const self = 'apps/cli/test/parity.test.ts';

  test.each([
    { why: 'without a test', change: { tests: '' }, fault: /names no test/ },
    { why: 'with a file alone', change: { tests: `\`${self}\`` }, fault: /names no test/ },
    {
      why: 'with a file that is gone',
      change: { tests: '`nowhere.test.ts` "a"' },
      fault: /there is no nowhere/,
    },
    {
      why: 'with a test that is gone',
      change: { tests: `\`${self}\` "a row is refused › gone"` },
      fault: /has no “gone”/,
    },
    { why: 'with code that is gone', change: { place: '`nowhere.ts`' }, fault: /there is no `nowhere/ },
    { why: 'without words', change: { claim: '' }, fault: /says nothing/ },
  ])('$why', ({ change, fault }) => {
    expect(changed(change)).toEqual([expect.stringMatching(fault)]);
  });

  test('and one that names a template is not', () => {
    expect(changed({ tests: `\`${self}\` "a row is refused › $why" (each)` })).toEqual([]);
  });
});

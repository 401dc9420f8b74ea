import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutput, table } from './output.ts';

let stdout: string;
let stderr: string;

beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += stripVTControlCharacters(String(text));
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += stripVTControlCharacters(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function sayEverything(json: boolean): void {
  const out = createOutput({ json });
  out.step('starting');
  out.note('a detail');
  out.warn('careful');
  out.result('the result');
  out.json({ count: 1, text: 'two\nlines' });
}

test('for a person: progress on stderr, the result on stdout, no JSON', () => {
  sayEverything(false);
  expect(stderr).toBe('› starting\n  a detail\n! careful\n');
  expect(stdout).toBe('the result\n');
});

test('for a program: one line of JSON is all there is on stdout', () => {
  sayEverything(true);
  expect(stderr).toBe('› starting\n  a detail\n! careful\nthe result\n');
  expect(stdout).toBe('{"count":1,"text":"two\\nlines"}\n');
});

test('a table aligns its second column', () => {
  expect(
    table([
      ['a', '1'],
      ['long', '2'],
    ]),
  ).toBe('  a     1\n  long  2');
});

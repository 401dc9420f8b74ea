import { PassThrough, Writable } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { clackPrompter } from './clack-prompter.ts';
import type { Prompter } from './prompter.ts';

const [ENTER, CTRL_C, DOWN, TAB] = ['\r', '\x03', '\x1b[B', '\t'];

let input: PassThrough;
let shown: string;
let prompter: Prompter;

beforeEach(() => {
  input = new PassThrough();
  shown = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      shown += String(chunk);
      done();
    },
  });
  prompter = clackPrompter(input, output);
});

/** Presses one key after another once the question stands there. */
async function press(...keys: string[]): Promise<void> {
  await vi.waitUntil(() => shown !== '');
  for (const key of keys) {
    input.write(key);
    // Each key is an event of its own, as from fingers.
    await new Promise(setImmediate);
  }
}

const QUESTION = { id: 'x', message: 'What is it?', fault: () => null };

test('a line is what was typed, or what stood there', async () => {
  const typed = prompter.text({ ...QUESTION, hint: 'A hint' });
  await press(...'word', ENTER);
  expect(await typed).toBe('word');
  expect(shown).toContain('A hint');
  const kept = prompter.text({ ...QUESTION, initial: 'there' });
  await press(ENTER);
  expect(await kept).toBe('there');
});

test('nothing typed is an empty answer', async () => {
  const answer = prompter.text(QUESTION);
  await press(ENTER);
  expect(await answer).toBe('');
});

test('what is wrong is said, and asked again', async () => {
  const answer = prompter.text({ ...QUESTION, fault: (text) => (text === 'ab' ? null : 'It must be ab') });
  await press('a', ENTER);
  await vi.waitUntil(() => shown.includes('It must be ab'));
  await press('b', ENTER);
  expect(await answer).toBe('ab');
});

test('a secret is never shown', async () => {
  const answer = prompter.secret(QUESTION);
  await press(...'hush', ENTER);
  expect(await answer).toBe('hush');
  expect(shown).not.toContain('hush');
  const nothing = prompter.secret(QUESTION);
  await press(ENTER);
  expect(await nothing).toBe('');
});

test('several lines end with the button', async () => {
  const answer = prompter.lines(QUESTION);
  await press('a', ENTER, 'b', TAB, ENTER);
  expect(await answer).toBe('a\nb');
});

test('choices and a yes or no begin with the one given', async () => {
  const choices = [
    { value: 'one', label: 'One' },
    { value: 'two', label: 'Two', hint: 'the second' },
  ] as const;
  const second = prompter.choose({ ...QUESTION, choices, initial: 'one' });
  await press(DOWN, ENTER);
  expect(await second).toBe('two');
  const kept = prompter.confirm({ ...QUESTION, initial: false });
  await press(ENTER);
  expect(await kept).toBe(false);
});

test.each(['text', 'lines', 'secret'] as const)('Ctrl-C ends the question: %s', async (kind) => {
  const answer = prompter[kind](QUESTION);
  const failed = expect(answer).rejects.toMatchObject({ name: 'Interrupted' });
  await press('a', CTRL_C);
  await failed;
});

test('a notice is shown in full', () => {
  prompter.notice('Read this', 'first\nsecond');
  prompter.say('A step');
  prompter.warn('Careful');
  for (const text of ['Read this', 'first', 'second', 'A step', 'Careful']) expect(shown).toContain(text);
});

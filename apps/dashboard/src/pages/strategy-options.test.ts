import { expect, test } from 'vitest';
import { optionFields, optionValues, readOptions } from './strategy-options.ts';

test('what is stored comes back as it was', () => {
  const stored = {
    threshold: 0.125,
    acceptAt: 0.97,
    weights: { llm: 1, human: 3, accepted: 0, replied: 0.5 },
  };
  const values = optionValues('bayes', stored);
  expect(values).toMatchObject({
    'bayes.threshold': '12.5',
    'bayes.acceptAt': '97',
    'bayes.weights.human': '3',
  });
  expect(readOptions('bayes', values, stored)).toEqual({ options: { ...stored, randomShare: 0.1 } });
});

test('an empty field is the default, and of accepting without asking: never', () => {
  const empty = Object.fromEntries(Object.keys(optionValues('bayes', {})).map((name) => [name, '']));
  expect(readOptions('bayes', empty, {})).toMatchObject({ options: { threshold: 0.15, acceptAt: null } });
});

test('what the form does not show is kept', () => {
  const stored = { refit: 'each-label', searchUpTo: 40 };
  const read = readOptions('classic', { ...optionValues('classic', stored), 'classic.guard': 'no' }, stored);
  expect(read).toMatchObject({ options: { guard: false, refit: 'each-label', searchUpTo: 40 } });
});

test.each([
  ['bayes', 'bayes.threshold', '120'],
  ['bayes', 'bayes.threshold', 'many'],
  ['bayes', 'bayes.weights.human', '-1'],
  ['classic', 'classic.entropyBelow', '0'],
] as const)('%s refuses %s = %s, beside the field', (strategy, name, text) => {
  const read = readOptions(strategy, { ...optionValues(strategy, {}), [name]: text }, {});
  expect(read).toEqual({ faults: { [name]: expect.any(String) } });
});

test('stored options nobody can read are shown as the defaults', () => {
  expect(optionValues('bayes', { threshold: 'high' })).toEqual(optionValues('bayes', {}));
});

test('the fields of both strategies are there, with their texts', () => {
  const [bayes, classic] = optionFields({ 'bayes.threshold': '7' });
  expect(bayes?.fields[0]).toMatchObject({ name: 'bayes.threshold', value: '7' });
  expect(classic?.fields[0]).toMatchObject({ name: 'classic.guard', value: '' });
});

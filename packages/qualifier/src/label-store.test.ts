import { expect, test } from 'vitest';
import { LabelStore } from './label-store.ts';
import type { Label } from './strategy.ts';

const label = (id: number, values: number[], qualified = true): Label => ({
  id,
  vector: Float32Array.from(values),
  qualified,
  source: 'llm',
});

test('one label for each id; what changed is said', () => {
  const store = new LabelStore();
  expect(store.add(label(1, [1, 0]))).toBe('new');
  expect(store.add(label(1, [1, 0]))).toBe('none');
  expect(store.add(label(1, [1, 0], false))).toBe('changed');
  expect(store.add(label(1, [0, 1], false))).toBe('changed');
  expect(store.add(label(0, [1, 0]))).toBe('new');
  expect(store.sorted().map(({ id }) => id)).toEqual([0, 1]);
  expect(store.counts()).toEqual({ positives: 1, negatives: 1 });
});

test.each([
  { name: 'zero', values: [0, 0] },
  { name: 'not a number', values: [Number.NaN, 1] },
  { name: 'infinite', values: [1, Number.POSITIVE_INFINITY] },
])('a vector that is $name is left out until a usable one comes', ({ values }) => {
  const store = new LabelStore();
  expect(store.add(label(1, values))).toBe('none');
  expect([store.size, store.unusable]).toEqual([0, 1]);
  expect(store.add(label(1, [1, 0]))).toBe('new');
  expect([store.size, store.unusable]).toEqual([1, 0]);
  expect(store.add(label(1, values))).toBe('changed');
  expect([store.size, store.unusable]).toEqual([0, 1]);
});

test('a vector of another length is refused, with the label it belongs to', () => {
  const store = new LabelStore();
  store.add(label(1, [1, 0]));
  expect(() => store.add(label(7, [1, 0, 0]))).toThrow('they have 2 numbers, that of 7 has 3');
  expect(store.dimension).toBe(2);
});

test('the digest tells labels apart, and is that of the labels asked for', () => {
  const digestOf = (...labels: Label[]): number => {
    const store = new LabelStore();
    for (const one of labels) store.add(one);
    return store.digest(labels.map(({ id }) => id));
  };
  const [a, b] = [label(1, [1, 0]), label(2, [0, 1])];
  for (const other of [{ ...b, id: 3 }, { ...b, qualified: false }, label(2, [0, 2])])
    expect(digestOf(a, other)).not.toBe(digestOf(a, b));
  const both = new LabelStore();
  for (const one of [a, b]) both.add(one);
  expect(both.digest([1])).toBe(digestOf(a));
  expect(both.digest([1, 3])).not.toBe(both.digest([1, 2]));
});

import { describe, expect, test } from 'vitest';
import { syntheticLabels } from '../test/synthetic.ts';
import { type Examined, findConcerns } from './concerns.ts';
import type { Concern, Label } from './strategy.ts';

const labels = syntheticLabels(5, 40);
const healthy: Examined = {
  labels,
  unusable: 0,
  candidates: 100,
  fit: { theta: [0, 0], logMarginalLikelihood: -20 },
};

const found = (change: Partial<Examined>): Pick<Concern, 'code' | 'asks'>[] =>
  findConcerns({ ...healthy, ...change }).map(({ code, asks }) => ({ code, asks }));
const relabel = (positives: number): Label[] =>
  labels.map((label, i) => ({ ...label, qualified: i < positives }));
const first = labels[0] as Label;
const fitAt = (constant: number, length: number, logMarginalLikelihood = -20) => ({
  theta: [Math.log(constant), Math.log(length)] as const,
  logMarginalLikelihood,
});

test('nothing is wrong with labels of both classes and a fit away from its bounds', () => {
  expect(found({})).toEqual([]);
  expect(found({ fit: null, candidates: null })).toEqual([]);
});

describe('what keeps the strategy from deciding', () => {
  test.each([
    { name: 'no label', change: { labels: [], fit: null }, code: 'one-class' },
    { name: 'only yes', change: { labels: relabel(40), fit: null }, code: 'one-class' },
    { name: 'four yes', change: { labels: relabel(4) }, code: 'few-labels' },
    { name: 'four no', change: { labels: relabel(36) }, code: 'few-labels' },
    { name: 'a collapsed constant', change: { fit: fitAt(1e-5, 1) }, code: 'bound' },
    { name: 'a constant below the guard line', change: { fit: fitAt(9.9e-4, 1) }, code: 'bound' },
    { name: 'the largest constant', change: { fit: fitAt(1e5, 1) }, code: 'bound' },
    { name: 'the smallest length', change: { fit: fitAt(1, 1e-5) }, code: 'bound' },
    { name: 'the largest length', change: { fit: fitAt(1, 1e5) }, code: 'bound' },
    { name: 'no likelihood', change: { fit: fitAt(1, 1, Number.NaN) }, code: 'not-finite' },
  ])('$name', ({ change, code }) => {
    expect(found(change)).toEqual([{ code, asks: true }]);
  });

  test('vectors that are all the same', () => {
    const same = relabel(20).map((label) => ({ ...label, vector: first.vector }));
    expect(found({ labels: same })).toEqual([
      { code: 'constant-features', asks: true },
      { code: 'contradictions', asks: false },
      { code: 'duplicates', asks: false },
    ]);
  });

  test('a collapse is told with the number of labels that led to it', () => {
    const [concern] = findConcerns({ ...healthy, labels: relabel(2), fit: fitAt(1e-5, 1) });
    expect(concern?.text).toBe('2 yes and 38 no labels, at least 5 of each are needed');
  });
});

describe('what the operator should know', () => {
  test('a repeated vector', () => {
    expect(found({ labels: [...labels, { ...first, id: 100 }] })).toEqual([
      { code: 'duplicates', asks: false },
    ]);
  });

  test('a yes and a no for the same vector', () => {
    const opposite = { ...first, id: 100, qualified: !first.qualified };
    expect(found({ labels: [...labels, opposite] }).map(({ code }) => code)).toEqual([
      'contradictions',
      'duplicates',
    ]);
  });

  test('labels that were left out, and a pool without a choice', () => {
    expect(found({ unusable: 3, candidates: 9 })).toEqual([
      { code: 'not-finite', asks: false },
      { code: 'small-pool', asks: false },
    ]);
  });
});

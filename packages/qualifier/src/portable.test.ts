import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { type PortableModel, portableLabels, readPortable, PortableModel as Schema } from './portable.ts';
import { createStrategy } from './strategies.ts';
import type { Label, QualifierStrategy, StrategyContext } from './strategy.ts';

const DIMENSION = 48;
const random = seededRandom(11);

function unit(lean = 0): Float32Array {
  const raw = Float32Array.from({ length: DIMENSION }, (_, i) => gaussian(random) + (i === 0 ? lean : 0));
  const norm = Math.hypot(...raw);
  return raw.map((value) => value / norm);
}

const OBJECTIVE = unit(3);
const withObjective: StrategyContext = { embeddingModel: 'm', objective: OBJECTIVE };

const label = (id: number): Label => ({
  id: 7_000_000 + id,
  vector: unit(id % 3 === 0 ? 3 : -1),
  qualified: id % 3 === 0,
  source: 'llm',
});

function taught(labels: number, context = withObjective): QualifierStrategy {
  const strategy = createStrategy('bayes', {}, context);
  for (let id = 1; id <= labels; id++) strategy.observe(label(id));
  return strategy;
}

function portableOf(strategy: QualifierStrategy): PortableModel {
  const portable = strategy.portable();
  if (!portable) throw new Error('The model cannot leave.');
  return Schema.parse(JSON.parse(JSON.stringify(portable)));
}

const people = Array.from({ length: 700 }, (_, i) => unit(i % 5 === 0 ? 2 : 0));
const order = (scores: Float64Array | null): number[] =>
  [...(scores ?? []).keys()].sort((a, b) => (scores?.[b] ?? 0) - (scores?.[a] ?? 0));

describe('a model that left the system ranks as the campaign does', () => {
  // Few labels are held as points, many as features; in between some are learned without a fit.
  test.each([
    { labels: portableLabels, context: withObjective },
    { labels: 33, context: withObjective },
    { labels: 120, context: withObjective },
    { labels: 60, context: { embeddingModel: 'm', objective: null } },
  ])('with $labels labels', ({ labels, context }) => {
    const strategy = taught(labels, context);
    const own = strategy.probabilities(people);
    const elsewhere = readPortable(portableOf(strategy)).probabilities(people);
    expect(order(elsewhere)).toEqual(order(own));
    elsewhere.forEach((probability, i) => {
      expect(Math.abs(probability - (own?.[i] ?? 0))).toBeLessThan(1e-9);
    });
  });

  test('also somebody whose vector says nothing', () => {
    const strategy = taught(40);
    const nobody = [new Float32Array(DIMENSION)];
    const elsewhere = readPortable(portableOf(strategy)).probabilities(nobody);
    expect(elsewhere[0]).toBeCloseTo(strategy.probabilities(nobody)?.[0] ?? -1, 9);
  });
});

describe('it holds nothing of one person', () => {
  test('no ids, and no vector of a label', () => {
    const labels = Array.from({ length: 40 }, (_, i) => label(i + 1));
    const strategy = createStrategy('bayes', {}, withObjective);
    for (const each of labels) strategy.observe(each);
    const portable = portableOf(strategy);
    const text = JSON.stringify(portable);
    expect(text).not.toMatch(/70000\d\d/);
    const numbers = [portable.centre, portable.weights, portable.factor].flatMap((packed) => [
      ...new Float64Array(Uint8Array.from(Buffer.from(packed, 'base64')).buffer),
    ]);
    const known = new Set(numbers.map(Math.fround));
    for (const { vector } of labels) {
      expect([...vector].filter((value) => known.has(value)).length).toBeLessThan(2);
    }
  });

  test('and there is none before it is taught by enough people of both kinds', () => {
    expect(taught(portableLabels - 1).portable()).toBeNull();
    const oneKind = createStrategy('bayes', {}, withObjective);
    for (let id = 1; id <= 40; id++) oneKind.observe({ ...label(id), qualified: true });
    expect(oneKind.portable()).toBeNull();
  });

  test('and none of the classic strategy, which is made of the points of people', () => {
    const classic = createStrategy('classic', {}, withObjective);
    for (let id = 1; id <= 40; id++) classic.observe(label(id));
    expect(classic.portable()).toBeNull();
  });
});

describe('a file that was tampered with', () => {
  const good = portableOf(taught(30));

  test.each([
    ['of another version', { version: 2 }],
    ['of another format', { format: 'pickle' }],
    ['with a key nobody knows', { code: 'x' }],
    ['with a slope that turns the order around', { calibration: { slope: -1, intercept: 0 } }],
    ['with text for numbers', { weights: 'not base64!' }],
    ['about vectors longer than any', { dimension: 1_000_000 }],
  ])('%s is not read', (_, change) => {
    expect(Schema.safeParse({ ...good, ...change }).success).toBe(false);
  });

  test.each([
    ['too few weights', { weights: Buffer.alloc(8).toString('base64') }],
    ['half a number', { weights: Buffer.alloc(9).toString('base64') }],
    ['another dimension', { dimension: DIMENSION + 1 }],
    ['numbers that are not finite', { centre: Buffer.alloc(8 * DIMENSION, 0xff).toString('base64') }],
    ['an objective without its spread', { cosine: null }],
  ])('with %s does not fit together', (_, change) => {
    expect(() => readPortable(Schema.parse({ ...good, ...change }))).toThrow(RangeError);
  });

  test('is not asked about vectors of another length', () => {
    expect(() => readPortable(good).probabilities([new Float32Array(3)])).toThrow(/vectors of 48 numbers/);
  });
});

test('exporting leaves the campaign as it was', () => {
  const strategy = taught(50);
  const before = strategy.probabilities(people);
  strategy.portable();
  expect(strategy.probabilities(people)).toEqual(before);
});

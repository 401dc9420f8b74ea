import { describe, expect, test } from 'vitest';
import type { LabelSource } from '../strategy.ts';
import { Lessons } from './lessons.ts';

const weights = { llm: 1, human: 2, accepted: 0.25, replied: 0.5 };
const vector = Float32Array.of(1);

function taught(...labels: readonly [id: number, source: LabelSource, qualified: boolean][]): Lessons {
  const lessons = new Lessons(weights);
  for (const [id, source, qualified] of labels) lessons.add({ id, source, qualified, vector });
  return lessons;
}

describe('what the labels of one lead say together', () => {
  test.each<{ name: string; labels: [number, LabelSource, boolean][]; yes: number; no: number }>([
    { name: 'a verdict', labels: [[1, 'llm', true]], yes: 1, no: 0 },
    {
      name: 'a later verdict replaces',
      labels: [
        [1, 'llm', true],
        [1, 'llm', false],
      ],
      yes: 0,
      no: 1,
    },
    {
      name: 'a human outweighs',
      labels: [
        [1, 'llm', true],
        [1, 'human', false],
      ],
      yes: 0,
      no: 2,
    },
    {
      name: 'whoever came last',
      labels: [
        [1, 'human', false],
        [1, 'llm', true],
      ],
      yes: 0,
      no: 2,
    },
    {
      name: 'outcomes add up',
      labels: [
        [1, 'llm', true],
        [1, 'accepted', true],
        [1, 'replied', false],
      ],
      yes: 1.25,
      no: 0.5,
    },
    {
      name: 'an outcome replaces its kind',
      labels: [
        [1, 'llm', true],
        [1, 'replied', false],
        [1, 'replied', true],
      ],
      yes: 1.5,
      no: 0,
    },
    {
      name: 'a human silences outcomes',
      labels: [
        [1, 'replied', true],
        [1, 'human', false],
        [1, 'accepted', true],
      ],
      yes: 0,
      no: 2,
    },
    { name: 'outcomes alone', labels: [[1, 'accepted', true]], yes: 0.25, no: 0 },
  ])('$name', ({ labels, yes, no }) => {
    expect(taught(...labels).all()).toEqual([{ id: 1, vector, yes, no }]);
  });

  test('its own decisions and what weighs nothing never teach', () => {
    expect(taught([1, 'model', true]).count).toBe(0);
    const lessons = new Lessons({ ...weights, accepted: 0 });
    expect(lessons.add({ id: 1, source: 'accepted', qualified: true, vector })).toBe('none');
    expect(lessons.count).toBe(0);
  });

  test('says what became of the lesson', () => {
    const lessons = new Lessons(weights);
    const add = (source: LabelSource, qualified: boolean): string =>
      lessons.add({ id: 1, source, qualified, vector });
    expect([
      add('llm', true),
      add('llm', true),
      add('human', true),
      add('llm', false),
      add('human', false),
    ]).toEqual(['new', 'none', 'changed', 'none', 'changed']);
  });

  test('a lead counts as what most of its labels say', () => {
    const lessons = taught([1, 'llm', true], [1, 'replied', false], [2, 'llm', false], [3, 'human', true]);
    expect(lessons.counts()).toEqual({ positives: 2, negatives: 1 });
  });
});

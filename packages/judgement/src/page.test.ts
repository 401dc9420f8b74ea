import { expect, test } from 'vitest';
import { contenders } from './contenders.ts';
import type { Curve, Judgement } from './measure.ts';
import { judgementPage } from './page.ts';
import { plainTable } from './tables.ts';

const estimate = { mean: 0.924, low: 0.91, high: 0.94 };
const row = (contender: 'random' | 'cosine'): Judgement['tasks'][number]['rows'][number] => ({
  contender,
  label: contenders[contender].label,
  calls: { mean: 870.2, low: 812, high: 1_930 },
  found: { 50: { mean: 3, low: 3, high: 3 }, 100: null },
  precision: null,
  recall: estimate,
  f1: estimate,
  brier: null,
  ece: null,
  collapsed: contender === 'random' ? 2 : 0,
});
const judgement: Judgement = {
  data: 'invented',
  seeds: 2,
  tasks: [{ task: 'A & B', pool: 40, positives: 8, noise: 0.05, rows: [row('random'), row('cosine')] }],
};
const curves: Curve[] = (['random', 'cosine'] as const).map((contender) => ({
  task: 'A & B',
  contender,
  label: contenders[contender].label,
  points: [
    [0, 0],
    [20, 5],
    [40, 8],
  ],
}));

test('a line for each strategy, with intervals, and dashes where there is nothing to say', () => {
  const [titles, random, cosine] = plainTable(judgement.tasks[0] as Judgement['tasks'][number]).split('\n');
  expect(titles).toMatch(/^strategy +calls +found/);
  expect(random).toMatch(/^random +870 \[812, 1,930\] +3 \/ – +– +\.92 \[\.91, \.94\] +.* 2$/);
  expect(cosine).toMatch(/–$/);
});

test('the page shows each picture that is written with it, and a picture shows each strategy', () => {
  const [page, ...pictures] = judgementPage(judgement, curves);
  expect(page?.name).toBe('judgement.md');
  expect(pictures.map(({ name }) => name)).toEqual(['judgement/calls.svg', 'judgement/a-b.svg']);
  for (const { name, text } of pictures) {
    expect(page?.text).toContain(`(${name})`);
    expect(text).toMatch(/^<svg /);
    for (const label of ['random', 'cosine only']) expect(text).toContain(`>${label}<`);
  }
  expect(pictures[1]?.text).toContain('A &amp; B: people found');
});

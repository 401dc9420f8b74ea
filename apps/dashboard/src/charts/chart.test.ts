import { expect, test } from 'vitest';
import { drawChart } from './chart.ts';

const HOSTILE = '"><script>alert(1)</script>';
const chart = drawChart({
  id: 'funnel',
  title: `Trend ${HOSTILE}`,
  description: `What ${HOSTILE} shows`,
  kind: 'line',
  axis: 'Day',
  categories: ['Mon', HOSTILE],
  series: [
    { name: HOSTILE, colour: 'accent', values: [1, 2] },
    { name: 'Invited', colour: 'warn', dash: 'dashed', values: [3, 0] },
  ],
});

test.each(['wide', 'narrow'] as const)(
  'the %s drawing needs no inline style and no script, whatever its texts',
  (size) => {
    const svg = chart[size];
    expect(svg).not.toMatch(/ style=|<style|<script| on[a-z]+=|javascript:|href=/i);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toMatch(/^<svg class="drawing" viewBox="0 0 \d+ \d+" role="img"/);
    expect(svg).toContain(`aria-labelledby="funnel-${size}-title funnel-${size}-desc"`);
    expect(svg.endsWith('</svg>')).toBe(true);
  },
);

test('colours are those of the style sheet', () => {
  expect(chart.wide).toContain('stroke="var(--accent)"');
  expect(chart.wide).toMatch(/stroke="var\(--warn\)"[^>]*stroke-dasharray/);
});

test('the numbers are there as a table too', () => {
  expect(chart.names).toEqual([HOSTILE, 'Invited']);
  expect(chart.rows).toEqual([
    { category: 'Mon', values: ['1', '3'] },
    { category: HOSTILE, values: ['2', '0'] },
  ]);
});

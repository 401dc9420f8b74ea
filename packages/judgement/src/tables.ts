import type { Estimate } from './interval.ts';
import type { Row, TaskResult } from './measure.ts';

type Column = readonly [title: string, cell: (row: Row) => string];

const COLUMNS: readonly Column[] = [
  ['strategy', (row) => row.label],
  ['calls', (row) => whole(row.calls)],
  ['found after 50 / 100 / 200 / 400', (row) => Object.values(row.found).map(brief).join(' / ')],
  ['precision', (row) => share(row.precision)],
  ['recall', (row) => share(row.recall)],
  ['F1', (row) => share(row.f1)],
  ['Brier', (row) => share(row.brier, 3)],
  ['ECE', (row) => share(row.ece, 3)],
  ['collapsed', (row) => (row.collapsed === 0 ? '–' : `${row.collapsed}`)],
];

/** One task as rows of text, the titles first. */
export function cellsOf({ rows }: TaskResult): string[][] {
  return [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
}

/** For a terminal. */
export function plainTable(result: TaskResult): string {
  const cells = cellsOf(result);
  const widths = COLUMNS.map((_, j) => Math.max(...cells.map((line) => line[j]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, j) => cell.padEnd(widths[j] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdownTable(result: TaskResult): string {
  const [titles = [], ...rows] = cellsOf(result).map((line) => `| ${line.join(' | ')} |`);
  return [titles, `|${' --- |'.repeat(COLUMNS.length)}`, ...rows].join('\n');
}

/** As `870 [812, 930]`. */
function whole(value: Estimate | null): string {
  return value === null ? '–' : interval(value, (number) => Math.round(number).toLocaleString('en'));
}

/** As `.92 [.90, .94]`. */
function share(value: Estimate | null, digits = 2): string {
  return value === null ? '–' : interval(value, (number) => number.toFixed(digits).replace(/^0/, ''));
}

function interval({ mean, low, high }: Estimate, format: (number: number) => string): string {
  const [middle, from, to] = [format(mean), format(low), format(high)];
  return from === to ? middle : `${middle} [${from}, ${to}]`;
}

function brief(value: Estimate | null): string {
  return value === null ? '–' : `${Math.round(value.mean)}`;
}

import { Piscina } from 'piscina';
import { type ContenderName, contenderNames, contenders } from './contenders.ts';
import type { DataSet } from './data-set.ts';
import { type Estimate, estimate, meanOf } from './interval.ts';
import { CURVE_POINTS, openDataSet, type Run, type RunOrder } from './run.ts';
import { FOUND_AFTER } from './scores.ts';

export interface JudgementOptions {
  /** A folder of data; null for the invented population. */
  readonly folder: string | null;
  /** Pools per task, at least 1. */
  readonly seeds: number;
  readonly threads: number;
  readonly contenders: readonly ContenderName[];
  /** Called after each run. */
  progress(done: number, of: number): void;
}

/** What one contender made of one task, over all seeds. */
export interface Row {
  readonly contender: ContenderName;
  readonly label: string;
  readonly calls: Estimate | null;
  /** After 50, 100, 200, 400 calls, keyed by these. */
  readonly found: Readonly<Record<string, Estimate | null>>;
  readonly precision: Estimate | null;
  readonly recall: Estimate | null;
  readonly f1: Estimate | null;
  readonly brier: Estimate | null;
  readonly ece: Estimate | null;
  /** Runs that asked about less than a twentieth of the pool. */
  readonly collapsed: number;
}

export interface TaskResult {
  readonly task: string;
  readonly pool: number;
  readonly positives: number;
  readonly noise: number;
  readonly rows: readonly Row[];
}

/** Mean curves for the pictures; kept out of the figures. */
export interface Curve {
  readonly task: string;
  readonly contender: ContenderName;
  readonly label: string;
  readonly points: readonly (readonly [calls: number, found: number])[];
}

export interface Judgement {
  readonly data: string;
  readonly seeds: number;
  readonly tasks: readonly TaskResult[];
}

/** Replays every task for every contender and seed, on threads. */
export async function measureJudgement(
  options: JudgementOptions,
): Promise<{ judgement: Judgement; curves: readonly Curve[] }> {
  const data = await openDataSet(options);
  const orders = ordersOf(data, options);
  const runs = await runAll(orders, options);
  const of = (task: number, contender: ContenderName): Run[] =>
    runs.filter((_, i) => orders[i]?.task === task && orders[i]?.contender === contender);
  const tasks = data.tasks.map(({ name, noise }, task): TaskResult => {
    const rows = options.contenders.map((contender) => rowOf(contender, of(task, contender)));
    const first = of(task, options.contenders[0] ?? 'bayes')[0];
    return { task: name, pool: first?.pool ?? 0, positives: first?.positives ?? 0, noise, rows };
  });
  const curves = data.tasks.flatMap(({ name }, task) =>
    options.contenders.map((contender) => curveOf(name, contender, of(task, contender))),
  );
  return { judgement: { data: data.name, seeds: options.seeds, tasks }, curves };
}

/** Longest first, so that no thread is left with a long one at the end. */
function ordersOf(data: DataSet, { seeds, contenders: names }: JudgementOptions): RunOrder[] {
  const slowFirst = contenderNames.filter((name) => names.includes(name)).toReversed();
  return slowFirst.flatMap((contender) =>
    data.tasks.flatMap((_, task) => Array.from({ length: seeds }, (__, seed) => ({ task, contender, seed }))),
  );
}

async function runAll(
  orders: readonly RunOrder[],
  { folder, threads, progress }: JudgementOptions,
): Promise<Run[]> {
  const pool = new Piscina<RunOrder, Run>({
    filename: new URL('./run.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    workerData: { folder },
  });
  let done = 0;
  try {
    return await Promise.all(
      orders.map(async (order) => {
        const run = await pool.run(order);
        progress(++done, orders.length);
        return run;
      }),
    );
  } finally {
    await pool.destroy();
  }
}

function rowOf(contender: ContenderName, runs: readonly Run[]): Row {
  const over = (figure: (run: Run) => number | null): Estimate | null =>
    estimate(runs.flatMap((run) => figure(run) ?? []));
  return {
    contender,
    label: contenders[contender].label,
    calls: over((run) => run.calls),
    found: Object.fromEntries(FOUND_AFTER.map((calls, i) => [calls, over((run) => run.found[i] ?? null)])),
    precision: over((run) => run.precision),
    recall: over((run) => run.recall),
    f1: over((run) => run.f1),
    brier: over((run) => run.brier),
    ece: over((run) => run.ece),
    collapsed: runs.filter((run) => run.collapsed).length,
  };
}

function curveOf(task: string, contender: ContenderName, runs: readonly Run[]): Curve {
  const points = Array.from({ length: CURVE_POINTS }, (_, i) => {
    const found = runs.map((run) => run.curve[i] ?? 0);
    const calls = Math.round((i * (runs[0]?.pool ?? 0)) / (CURVE_POINTS - 1));
    return [calls, meanOf(found)] as const;
  });
  return { task, contender, label: contenders[contender].label, points };
}

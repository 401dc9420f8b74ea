import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { StrategyName } from '@fairlead/qualifier/strategies';
import type { Label } from '@fairlead/qualifier/strategy';
import { createQualifierHost, type QualifierHost } from '@fairlead/qualifier/thread/host';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import type { BenchFrame } from './frame.ts';
import { percentile } from './percentiles.ts';

/** Fewer than a tenth of the labels, or the strategy would search anew meanwhile. */
const APPENDED_SHARE = 0.08;
const APPENDED_MOST = 20;
const CONTEXT = { embeddingModel: 'bench', objective: null };

/** Milliseconds, each from the call on the main thread to its answer. */
export interface StrategyFigures {
  /** The first fit of n labels. */
  coldRefitMs: number;
  /** A fit of n labels after one of them changed. */
  warmRefitMs: number;
  /** The first choice among the pool after a fit. */
  firstChoiceMs: number;
  /** A label more and the next choice: the median. */
  labelMs: number;
}

export interface QualifierRun {
  strategies: ReadonlyMap<StrategyName, StrategyFigures>;
  rssMb: number;
  maxLoopBlockMs: number;
}

export interface BenchPeople {
  labels: readonly Label[];
  pool: readonly Label[];
}

/** Every strategy in turn, in a thread of its own, as the ML worker runs them. */
export async function measureStrategies(
  people: BenchPeople,
  names: readonly StrategyName[],
  frame: BenchFrame,
): Promise<QualifierRun> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const host = createQualifierHost({ onLost: ({ message }) => frame.out.warn(message) });
  frame.onStop(() => host.close());
  delay.enable();
  const strategies = new Map<StrategyName, StrategyFigures>();
  for (const name of names) {
    strategies.set(name, await measureStrategy(name, people, host, frame));
    await host.forget(name);
  }
  delay.disable();
  const rssMb = process.resourceUsage().maxRSS / 1_024;
  await host.close();
  return { strategies, rssMb, maxLoopBlockMs: delay.max / 1e6 };
}

async function measureStrategy(
  name: StrategyName,
  { labels, pool }: BenchPeople,
  host: QualifierHost,
  { out }: BenchFrame,
): Promise<StrategyFigures> {
  out.step(`${name}: the first fit of ${labels.length} labels (up to a minute)`);
  await host.open(name, { name, options: {}, context: CONTEXT, snapshot: null, labels });
  const coldRefitMs = await timed(() => host.concerns(name));
  out.step(`${name}: fits that start from it`);
  const warmRefitMs = await measureWarmRefit(name, labels[0], host);
  out.step(`${name}: labels one by one, with a choice among ${pool.length} candidates after each`);
  const firstChoiceMs = await timed(() => host.propose(name, { add: pool, remove: [], seed: 0 }));
  const count = Math.min(APPENDED_MOST, Math.floor(APPENDED_SHARE * labels.length), pool.length - 1);
  const labelMs: number[] = [];
  for (const label of pool.slice(0, count)) {
    const took = await timed(async () => {
      await host.observe(name, [label]);
      await host.propose(name, { add: [], remove: [label.id], seed: label.id });
    });
    labelMs.push(took);
  }
  return { coldRefitMs, warmRefitMs, firstChoiceMs, labelMs: percentile(labelMs, 0.5) };
}

/** A verdict that changes, and changes back. */
async function measureWarmRefit(
  name: string,
  label: Label | undefined,
  host: QualifierHost,
): Promise<number> {
  if (!label) throw new Error('There is no label that could change.');
  const times: number[] = [];
  for (const qualified of [!label.qualified, label.qualified]) {
    await host.observe(name, [{ ...label, qualified }]);
    times.push(await timed(() => host.concerns(name)));
  }
  return (Math.min(...times) + Math.max(...times)) / 2;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const elapsedMs = elapsedTimer();
  await work();
  return elapsedMs();
}

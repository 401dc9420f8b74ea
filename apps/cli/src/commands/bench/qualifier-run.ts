import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { StrategyName } from '@fairlead/qualifier/strategies';
import type { Label } from '@fairlead/qualifier/strategy';
import { createQualifierHost, type QualifierHost } from '@fairlead/qualifier/thread/host';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { z } from 'zod';
import { Failed } from '../../failed.ts';
import type { Output } from '../../output.ts';
import type { BenchFrame } from './frame.ts';
import { percentile } from './percentiles.ts';

/** Fewer than a tenth of the labels, or the strategy would search anew meanwhile. */
const APPENDED_SHARE = 0.08;
const APPENDED_MOST = 20;
const CONTEXT = { embeddingModel: 'bench', objective: null };

/** Warm fits are repeated until so many milliseconds are over: the first ones pay for the compiler. */
const WARM_MS = 3_000;
const WARM_MOST = 20;

/** Milliseconds, each from the call on the main thread to its answer. */
const StrategyFigures = z.object({
  /** The first fit of n labels. */
  coldRefitMs: z.number(),
  /** A fit of n labels after one of them changed: the median. */
  warmRefitMs: z.number(),
  /** The first choice among the pool after a fit. */
  firstChoiceMs: z.number(),
  /** A label more and the next choice: the median. */
  labelMs: z.number(),
});
export type StrategyFigures = z.infer<typeof StrategyFigures>;

const QualifierRun = z.object({
  strategies: z.object({ bayes: StrategyFigures, classic: StrategyFigures }),
  /** The most the process ever held, thread and all. */
  rssMb: z.number(),
  maxLoopBlockMs: z.number(),
});
export type QualifierRun = z.infer<typeof QualifierRun>;

export interface BenchPeople {
  labels: readonly Label[];
  pool: readonly Label[];
}

/** `measureStrategies` in a process that holds nothing else. */
export async function measureApart(
  sizes: { n: number; pool: number },
  frame: BenchFrame,
): Promise<QualifierRun> {
  const script = fileURLToPath(new URL('./qualifier-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(sizes.n), String(sizes.pool)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  frame.onStop(() => Promise.resolve(void child.kill()));
  const answer = await text(child.stdout);
  if (answer === '') throw new Failed('The measurement of the strategies ended without figures; see above.');
  return QualifierRun.parse(JSON.parse(answer));
}

/** Every strategy in turn, in a thread of its own, as the ML worker runs them. */
export async function measureStrategies(
  people: BenchPeople,
  names: readonly StrategyName[],
  out: Output,
): Promise<QualifierRun> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const host = createQualifierHost({ onLost: ({ message }) => out.warn(message) });
  delay.enable();
  const strategies: [StrategyName, StrategyFigures][] = [];
  for (const name of names) {
    strategies.push([name, await measureStrategy(name, people, host, out)]);
    await host.forget(name);
  }
  delay.disable();
  const rssMb = process.resourceUsage().maxRSS / 1_024;
  await host.close();
  return QualifierRun.parse({
    strategies: Object.fromEntries(strategies),
    rssMb,
    maxLoopBlockMs: delay.max / 1e6,
  });
}

async function measureStrategy(
  name: StrategyName,
  { labels, pool }: BenchPeople,
  host: QualifierHost,
  out: Output,
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
  const elapsedMs = elapsedTimer();
  const times: number[] = [];
  while (times.length < 2 || (elapsedMs() < WARM_MS && times.length < WARM_MOST)) {
    for (const qualified of [!label.qualified, label.qualified]) {
      await host.observe(name, [{ ...label, qualified }]);
      times.push(await timed(() => host.concerns(name)));
    }
  }
  return percentile(times, 0.5);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const elapsedMs = elapsedTimer();
  await work();
  return elapsedMs();
}

import type { Command } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { type BenchFrame, runBench } from './frame.ts';
import { percentile, round } from './percentiles.ts';
import type { Contestant } from './queue-contest.ts';

const JOBS = 1_000;
const ROUNDS = 21;
/** A worker runs for days: what is measured is compiled code. */
const WARM_UP_ROUNDS = 3;
/** As many as one ML worker takes at once. */
const CONCURRENCY = 4;

export interface QueueBenchOptions {
  jobs: number;
  rounds: number;
  concurrency: number;
}

/** Jobs per second, added and done. */
export interface QueueBenchResult {
  oursPerSec: number;
  /** BullMQ alone, with the same options for each job. */
  barePerSec: number;
  /** The median of the rounds' ratios: in a round one follows the other at once. */
  ratio: number;
  /** BullMQ alone, without ids, priority, deduplication and retries. */
  plainPerSec: number;
}

export function addQueueBench(bench: Command): void {
  bench
    .command('queue')
    .description('jobs per second through our catalog, producer and consumer, against bare BullMQ')
    .option('--jobs <n>', 'jobs of a round', wholeNumber(1), JOBS)
    .option(
      '--rounds <n>',
      'rounds, in each of which one contestant follows the other',
      wholeNumber(1),
      ROUNDS,
    )
    .option('--concurrency <n>', 'jobs a worker takes at once', wholeNumber(1), CONCURRENCY)
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) => measureQueue(options, frame)),
    );
}

/** Rounds of ours, bare and plain in turn, so that whatever else the machine does disturbs all alike. */
export async function measureQueue(
  { jobs, rounds, concurrency }: QueueBenchOptions,
  frame: BenchFrame,
): Promise<QueueBenchResult> {
  // Loaded when it runs: the command line starts in the time it takes to read its options.
  const { startBenchRedis } = await import('./bench-redis.ts');
  const { openContest } = await import('./queue-contest.ts');
  const { out, clock, onStop } = frame;
  const redisUrl = await startBenchRedis(frame);
  const contest = await openContest(redisUrl, concurrency, clock);
  onStop(contest.close);
  const perSec: Record<Contestant, number[]> = { ours: [], bare: [], plain: [] };
  out.step(`${rounds} rounds of ${jobs} jobs each, ${concurrency} at once`);
  for (let warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp++)
    for (const name of ['ours', 'bare', 'plain'] as const) await contest.run(name, jobs);
  for (let turn = 0; turn < rounds; turn++) {
    // Whoever comes first in one round comes last in the next.
    const order: Contestant[] = turn % 2 === 0 ? ['ours', 'bare', 'plain'] : ['plain', 'bare', 'ours'];
    for (const name of order) perSec[name].push((jobs / (await contest.run(name, jobs))) * 1_000);
    const figures = order.map((name) => `${name} ${Math.round(perSec[name].at(-1) ?? 0)}`);
    out.note(`round ${turn + 1}: ${figures.join(', ')} jobs/s`);
  }
  return report(perSec, frame);
}

function report(perSec: Record<Contestant, number[]>, { out }: BenchFrame): QueueBenchResult {
  const median = (values: readonly number[]): number => percentile(values, 0.5);
  const ratios = perSec.ours.map((ours, i) => ours / (perSec.bare[i] ?? ours));
  const result = {
    oursPerSec: Math.round(median(perSec.ours)),
    barePerSec: Math.round(median(perSec.bare)),
    ratio: round(median(ratios), 3),
    plainPerSec: Math.round(median(perSec.plain)),
  };
  out.result(
    table([
      ['ours', `${result.oursPerSec} jobs/s`],
      ['bare BullMQ, same options', `${result.barePerSec} jobs/s; ours is ${result.ratio} of it`],
      ['bare BullMQ, no options', `${result.plainPerSec} jobs/s`],
    ]),
  );
  return result;
}

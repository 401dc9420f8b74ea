import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExplainedQuery } from '@fairlead/db/bench/explain';
import type { Command } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { ROOT } from '../../paths.ts';
import { type BenchFrame, runBench } from './frame.ts';
import { percentile, round } from './percentiles.ts';
import type { PlanRun } from './plan-run.ts';

const ACCOUNTS = 1_000;
const CAMPAIGNS = 3_000;
const LEADS = 1_000_000;
/** The embedded Postgres is slower, and keeps everything in one process. */
const LEADS_EMBEDDED = 100_000;
const RUNS = 100;

export interface PlanBenchOptions {
  accounts: number;
  campaigns: number;
  leads?: number;
  runs: number;
}

/** Milliseconds for a snapshot and a plan. "At a tenth": with a tenth of the finished leads, everything else the same. */
export interface PlanBenchResult {
  accounts: number;
  campaigns: number;
  leads: number;
  medianMs: number;
  p99Ms: number;
  medianMsAtTenth: number;
  p99MsAtTenth: number;
  /** Processor time of this process in one run; the rest is the database's, and waiting. */
  ownCpuMs: number;
  postgres: string;
  /** Tables that a query of the snapshot read from end to end. */
  scanned: readonly string[];
  /** Where the plans of all its queries stand. */
  explain: string;
}

export function addPlanBench(bench: Command): void {
  bench
    .command('plan')
    .description('how long a snapshot and a plan take, with a million leads')
    .option('--accounts <n>', 'accounts', wholeNumber(1), ACCOUNTS)
    .option('--campaigns <n>', 'campaigns', wholeNumber(1), CAMPAIGNS)
    .option(
      '--leads <n>',
      `leads (default: ${LEADS}; ${LEADS_EMBEDDED} on the embedded Postgres)`,
      wholeNumber(1),
    )
    .option('--runs <n>', 'measurements', wholeNumber(1), RUNS)
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) =>
        measurePlan(options, frame, join(ROOT, '.fairlead/bench')),
      ),
    );
}

/** Measures in a schema of its own, and leaves the plans of the queries in `outputDir`. */
export async function measurePlan(
  options: PlanBenchOptions,
  frame: BenchFrame,
  outputDir: string,
): Promise<PlanBenchResult> {
  // Loaded when it runs: the command line starts in the time it takes to read its options.
  const { startBenchPostgres } = await import('./bench-postgres.ts');
  const { measurePlanRun } = await import('./plan-run.ts');
  const postgres = await startBenchPostgres(frame);
  const { accounts, campaigns, runs } = options;
  const leads = options.leads ?? (postgres.isEmbedded ? LEADS_EMBEDDED : LEADS);
  frame.out.step(
    `Postgres: ${postgres.description}. ${accounts} accounts, ${campaigns} campaigns, ${leads} leads`,
  );
  const run = await measurePlanRun({ size: { accounts, campaigns, leads }, runs }, postgres.url, frame);
  const explain = await keepPlans(run.explained, outputDir);
  const result = {
    accounts,
    campaigns,
    ...figuresOf(run),
    postgres: postgres.description,
    scanned: [...new Set(run.explained.flatMap(({ scanned }) => scanned))].sort(),
    explain,
  };
  frame.out.result(
    table([
      ['snapshot + plan', `median ${result.medianMs} ms, 99 % within ${result.p99Ms} ms, of ${runs} runs`],
      [
        'with a tenth of the finished',
        `median ${result.medianMsAtTenth} ms, 99 % within ${result.p99MsAtTenth} ms`,
      ],
      ['read from end to end', result.scanned.join(', ') || 'nothing'],
      ['plans of the queries', explain],
    ]),
  );
  return result;
}

function figuresOf({ leads, full, tenth, ownCpuMs }: PlanRun) {
  return {
    leads,
    medianMs: round(percentile(full, 0.5), 1),
    p99Ms: round(percentile(full, 0.99), 1),
    medianMsAtTenth: round(percentile(tenth, 0.5), 1),
    p99MsAtTenth: round(percentile(tenth, 0.99), 1),
    ownCpuMs: round(ownCpuMs, 1),
  };
}

async function keepPlans(explained: readonly ExplainedQuery[], outputDir: string): Promise<string> {
  await mkdir(outputDir, { recursive: true });
  const path = join(outputDir, 'plan-explain.txt');
  const texts = explained.map(({ sql, plan }) => `-- ${sql}\n${plan.join('\n')}\n`);
  await writeFile(path, texts.join('\n'));
  return path;
}

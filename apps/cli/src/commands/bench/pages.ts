import { loadavg } from 'node:os';
import type { Command } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { type BenchFrame, runBench } from './frame.ts';
import { measurePagesRun } from './pages-run.ts';
import { percentile, round } from './percentiles.ts';

const ACCOUNTS = 10;
const CAMPAIGNS = 20;
const LEADS = 1_000_000;
/** The embedded Postgres is slower, and keeps everything in one process. */
const LEADS_EMBEDDED = 100_000;
const RUNS = 15;

export interface PagesBenchOptions {
  accounts: number;
  campaigns: number;
  leads?: number;
  /** People with a vector and a past; absent: many. */
  vivid?: number;
  runs: number;
}

/** Milliseconds from the request to the last byte of the page, over HTTP on the same machine. */
export interface PagesBenchResult {
  leads: number;
  pages: Readonly<Record<string, { medianMs: number; p95Ms: number; firstMs: number }>>;
  worstMedianMs: number;
  worstFirstMs: number;
  /** Of the machine, in the last minute of the measurement: above its number of cores, everything waits. */
  load: number;
  postgres: string;
}

export function addPagesBench(bench: Command): void {
  bench
    .command('pages')
    .description('how long each page of the dashboard takes, with a million leads')
    .option('--accounts <n>', 'accounts', wholeNumber(1), ACCOUNTS)
    .option('--campaigns <n>', 'campaigns', wholeNumber(2), CAMPAIGNS)
    .option(
      '--leads <n>',
      `leads (default: ${LEADS}; ${LEADS_EMBEDDED} on the embedded Postgres)`,
      wholeNumber(1),
    )
    .option('--runs <n>', 'measurements of each page', wholeNumber(1), RUNS)
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) => measurePages(options, frame)),
    );
}

export async function measurePages(options: PagesBenchOptions, frame: BenchFrame): Promise<PagesBenchResult> {
  const postgres = await startBenchPostgres(frame);
  const { accounts, campaigns, runs } = options;
  const leads = options.leads ?? (postgres.isEmbedded ? LEADS_EMBEDDED : LEADS);
  frame.out.step(`Postgres: ${postgres.description}. Filling it with ${leads} leads (minutes)`);
  const run = await measurePagesRun(
    { size: { accounts, campaigns, leads }, vivid: options.vivid, runs },
    postgres.url,
    frame,
  );
  const rows = run.pages.map(({ name, firstMs, ms }) => ({
    name,
    medianMs: round(percentile(ms, 0.5), 1),
    p95Ms: round(percentile(ms, 0.95), 1),
    firstMs: round(firstMs, 1),
  }));
  frame.out.result(
    table([
      ['page', 'median, 95 %, first time (ms)'],
      ...rows.map(({ name, medianMs, p95Ms, firstMs }): [string, string] => [
        name,
        `${medianMs}, ${p95Ms}, ${firstMs}`,
      ]),
    ]),
  );
  return {
    leads: run.leads,
    pages: Object.fromEntries(rows.map(({ name, ...figures }) => [name, figures])),
    worstMedianMs: Math.max(...rows.map(({ medianMs }) => medianMs)),
    worstFirstMs: Math.max(...rows.map(({ firstMs }) => firstMs)),
    load: round(loadavg()[0] ?? 0, 1),
    postgres: postgres.description,
  };
}

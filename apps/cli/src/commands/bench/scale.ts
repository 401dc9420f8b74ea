import { type Command, Option } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { type BenchFrame, runBench } from './frame.ts';

const WORKERS = [1, 2, 4] as const;
const DEFAULT_LEADS = 200;
/** About what a small hosted model takes for a verdict of a sentence. */
const DEFAULT_LLM_LATENCY_MS = 1_000;

export interface ScaleOptions {
  leads: number;
  llmLatencyMs: number;
  embedder: string;
}

/** Leads per second, embedded and judged once each, by the number of ML workers. */
export interface ScaleResult {
  workers: Record<(typeof WORKERS)[number], number>;
}

export function addScaleBench(bench: Command): void {
  bench
    .command('scale')
    .description('leads embedded and judged per second with 1, 2 and 4 ML workers')
    .option('--leads <n>', 'how many leads each run embeds and judges', wholeNumber(1), DEFAULT_LEADS)
    .option(
      '--llm-latency-ms <n>',
      'how long the simulated language model thinks about an answer',
      wholeNumber(0),
      DEFAULT_LLM_LATENCY_MS,
    )
    .addOption(
      new Option('--embedder <name>', 'what makes the vectors')
        .choices(['hashing', 'bge-small-en-v1.5'])
        .default('hashing'),
    )
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) => measureScale(options, frame)),
    );
}

/** One run for each number of workers, on fresh data. */
export async function measureScale(options: ScaleOptions, frame: BenchFrame): Promise<ScaleResult> {
  // Loaded when it runs: the command line starts in the time it takes to read its options.
  const { runScale } = await import('./scale-run.ts');
  const { startServers } = await import('./servers.ts');
  const { leads, llmLatencyMs, embedder } = options;
  const { out } = frame;
  const servers = await startServers(frame, llmLatencyMs);
  out.step(`Language model: simulated, answers after ${llmLatencyMs} ms. Embedder: ${embedder}`);
  const workers: ScaleResult['workers'] = { 1: 0, 2: 0, 4: 0 };
  for (const count of WORKERS) {
    const seconds = await runScale({ workers: count, leads, embedder }, servers, frame);
    workers[count] = Math.round((leads / seconds) * 100) / 100;
    out.step(`${count} ML workers: ${leads} leads embedded and judged in ${seconds.toFixed(1)} s`);
  }
  const rows = WORKERS.map((count): [string, string] => [
    `${count}`,
    `${workers[count].toFixed(2)} leads/s, ${(workers[count] / workers[1]).toFixed(2)} times as many as one`,
  ]);
  out.result(table([['ML workers', 'embedded and judged'], ...rows]));
  return { workers };
}

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { ROOT } from '../../paths.ts';
import { type BenchFrame, runBench } from './frame.ts';
import { percentile, round } from './percentiles.ts';

const TEXTS = 64;
const ROUNDS = 5;
const PROGRAM = join(ROOT, 'apps/ml-worker/src/adapters/testing/embed-bench.ts');

const Measured = z.object({
  /** Milliseconds of each round. */
  ours: z.array(z.number().positive()).min(1),
  bare: z.array(z.number().positive()).min(1),
  texts: z.number(),
  isReal: z.boolean(),
});

export interface EmbedBenchOptions {
  texts: number;
  rounds: number;
  modelDir?: string;
}

/** Texts embedded per second. */
export interface EmbedBenchResult {
  textsPerSec: number;
  /** The network alone, with the tokens given. */
  barePerSec: number;
  /** The median of the rounds' ratios: in a round one follows the other at once. */
  ratio: number;
}

export function addEmbedBench(bench: Command): void {
  bench
    .command('embed')
    .description('texts embedded per second by our adapter, against bare onnxruntime on the same batches')
    .option('--texts <n>', 'texts of a round', wholeNumber(1), TEXTS)
    .option('--rounds <n>', 'rounds, in each of which one follows the other', wholeNumber(1), ROUNDS)
    .addOption(
      new Option(
        '--model-dir <path>',
        'folder with the real model; default: its shape with random weights',
      ).env('FAIRLEAD_EMBEDDING_MODEL_DIR'),
    )
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) => measureEmbed(options, frame)),
    );
}

/** In a process of the ML worker's: the command line does not load models. */
export async function measureEmbed(
  { texts, rounds, modelDir }: EmbedBenchOptions,
  { out, stateDir }: BenchFrame,
): Promise<EmbedBenchResult> {
  out.step(`${rounds} rounds of ${texts} texts, after loading the model (some seconds)`);
  const args = [PROGRAM, modelDir ?? stateDir, String(texts), String(rounds)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const measured = Measured.parse(JSON.parse(stdout));
  const perSec = (times: readonly number[]): number => round((1_000 * texts) / percentile(times, 0.5), 1);
  const ratios = measured.bare.map((bareMs, i) => bareMs / (measured.ours[i] ?? bareMs));
  const result = {
    textsPerSec: perSec(measured.ours),
    barePerSec: perSec(measured.bare),
    ratio: round(percentile(ratios, 0.5), 3),
  };
  const weights = measured.isReal ? 'the real weights' : 'random weights in the shape of bge-small-en-v1.5';
  out.result(
    table([
      ['ours', `${result.textsPerSec} texts/s, ${weights}`],
      ['bare onnxruntime', `${result.barePerSec} texts/s; ours is ${result.ratio} of it`],
    ]),
  );
  return result;
}

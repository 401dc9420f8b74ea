import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput } from '../../output.ts';
import { runBench } from './frame.ts';

const SEEDS = 10;

export function addJudgementBench(bench: Command): void {
  bench
    .command('judgement')
    .description('replay campaigns with every strategy: calls to the language model, people found, mistakes')
    .option(
      '--data <folder>',
      'embeddings.npy, labels.json, objectives.json and .npy, tasks.json; else invented people',
    )
    .option('--seeds <n>', 'pools for each campaign', wholeNumber(1), SEEDS)
    .option('--threads <n>', 'replays at once', wholeNumber(1), availableParallelism())
    .option('--contenders <names...>', 'only these; an unknown one lists them')
    .option('--write <folder>', 'write judgement.md and its pictures there, as docs/ has them')
    .addOption(jsonOption())
    .action(async (options) => {
      // Its libraries are loaded for this command alone.
      const { judge } = await import('./judgement-run.ts');
      await runBench(createOutput({ json: options.json ?? false }), (frame) => judge(options, frame));
    });
}

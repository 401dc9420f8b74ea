import type { Command } from 'commander';
import { addEmbedBench } from './embed.ts';
import { addJudgementBench } from './judgement.ts';
import { addPagesBench } from './pages.ts';
import { addPlanBench } from './plan.ts';
import { addQualifierBench } from './qualifier.ts';
import { addQueueBench } from './queue.ts';
import { addScaleBench } from './scale.ts';

/** `fairlead bench <what>`: one file here for each measurement, all run by `runBench`. */
export function addBench(program: Command): void {
  const bench = program
    .command('bench')
    .description('measure Fairlead on this machine, with the real processes')
    .helpCommand(false);
  addEmbedBench(bench);
  addJudgementBench(bench);
  addPagesBench(bench);
  addPlanBench(bench);
  addQualifierBench(bench);
  addQueueBench(bench);
  addScaleBench(bench);
}

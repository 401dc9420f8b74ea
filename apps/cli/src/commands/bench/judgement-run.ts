import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ContenderName, contenderNames } from '@fairlead/judgement/contenders';
import { type Judgement, measureJudgement } from '@fairlead/judgement/measure';
import { judgementPage } from '@fairlead/judgement/page';
import { plainTable } from '@fairlead/judgement/tables';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { BenchFrame } from './frame.ts';

const PROGRESS_EVERY_MS = 20_000;

export interface JudgementBenchOptions {
  data?: string;
  seeds: number;
  threads: number;
  contenders?: string[];
  write?: string;
}

/** Replays, prints a table for each campaign, and writes the page where that was asked for. */
export async function judge(options: JudgementBenchOptions, { out, clock }: BenchFrame): Promise<Judgement> {
  const folder = options.data === undefined ? null : resolve(options.data);
  const runs = options.contenders?.map(contenderOf) ?? contenderNames;
  out.step(
    `Replaying ${folder ?? 'invented people'}: ${runs.length} strategies, ${options.seeds} pools for each campaign (minutes; \`classic\` is the slow one)`,
  );
  let toldAt = clock.now().getTime();
  const { judgement, curves } = await measureJudgement({
    folder,
    seeds: options.seeds,
    threads: options.threads,
    contenders: runs,
    progress: (done, of) => {
      const now = clock.now().getTime();
      if (now - toldAt < PROGRESS_EVERY_MS && done < of) return;
      toldAt = now;
      out.note(`${done} of ${of} replays`);
    },
  });
  for (const task of judgement.tasks)
    out.result(`\n${task.task}: ${task.positives} of ${task.pool} fit\n${plainTable(task)}`);
  if (options.write !== undefined) {
    const page = judgementPage(judgement, curves);
    await mkdir(join(options.write, 'judgement'), { recursive: true });
    for (const { name, text } of page) await writeFile(join(options.write, name), text);
    out.note(`written: ${page.map(({ name }) => name).join(', ')}`);
  }
  return judgement;
}

function contenderOf(text: string): ContenderName {
  const name = contenderNames.find((each) => each === text);
  if (name) return name;
  throw new Misconfigured(`There is no contender ${text}.`, `Name some of: ${contenderNames.join(', ')}`);
}

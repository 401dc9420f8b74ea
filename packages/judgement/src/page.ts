import { callsChart, foundChart } from './charts.ts';
import type { Curve, Judgement } from './measure.ts';
import { markdownTable } from './tables.ts';

const INTRODUCTION = `# What the strategies are worth

Campaigns are replayed on leads whose category is known: the campaign looks for some categories, and the language
model answers with the category and a share of mistakes in both directions (*noise*). Every strategy decides the same
pools, drawn anew for each seed. Written by \`./fairlead bench judgement --write docs\`; it takes any folder of the same
layout with \`--data\`, so that you can repeat it on your own verdicts.

- **calls**: to the language model, until every lead is decided. Random checks of automatic decisions (5 %) are in it.
- **found after**: leads that fit among the first 50, 100, 200 and 400 the model was asked about.
- **precision, recall, F1**: of the final word on every lead, the language model's mistakes included, against the category.
- **Brier, ECE**: of the probabilities of all leads not asked about after 200 calls, or when the asking ended before.
- **collapsed**: runs that decided the pool after asking about less than 5 % of it.

Means over the seeds; in brackets their 95 % bootstrap interval. All-LLM, random and cosine never stop by themselves:
they ask about everybody.`;

/** A file to write: its name below the folder of the documents. */
export interface PageFile {
  readonly name: string;
  readonly text: string;
}

/** The page with its tables, and the pictures it shows. */
export function judgementPage(judgement: Judgement, curves: readonly Curve[]): PageFile[] {
  const pictures = judgement.tasks.map((task) => ({
    name: `judgement/${fileName(task.task)}.svg`,
    text: foundChart(
      task,
      curves.filter((curve) => curve.task === task.task),
    ),
  }));
  const sections = judgement.tasks.map((task, i) => {
    const { pool, positives, noise } = task;
    const about = `${positives} of ${pool} leads fit; noise ${Math.round(noise * 100)} %.`;
    const picture = `![People found by calls](${pictures[i]?.name ?? ''})`;
    return `### ${task.task}\n\n${about}\n\n${markdownTable(task)}\n\n${picture}`;
  });
  const results = `## Results\n\nData: \`${judgement.data}\`, ${judgement.seeds} seeds.`;
  const overview = '![Calls until every lead is decided](judgement/calls.svg)';
  return [
    { name: 'judgement.md', text: `${[INTRODUCTION, results, overview, ...sections].join('\n\n')}\n` },
    { name: 'judgement/calls.svg', text: callsChart(judgement.tasks) },
    ...pictures,
  ];
}

/** What a task's name becomes in a file's. */
function fileName(task: string): string {
  return task.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

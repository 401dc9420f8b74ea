import type { LearningStep } from '@fairlead/db/views/judgement';
import type { Answers } from '@fairlead/qualifier/lift';
import { type Chart, drawChart } from './chart.ts';

/**
 * How many people were found with how many questions, and how many chance would have found: by the share of yes among the
 * questions drawn at random. Without any of those the line of chance is left out.
 */
export function learningChart(steps: readonly LearningStep[], random: Answers): Chart {
  const asked = runningSum(steps.map((step) => step.asked));
  const found = runningSum(steps.map((step) => step.yes));
  const drawn = random.yes + random.no;
  const byChance = {
    name: 'By chance',
    colour: 'muted' as const,
    dash: 'dashed' as const,
    values: asked.map((count) => Math.round((count * random.yes) / drawn)),
  };
  return drawChart({
    id: 'learning',
    title: 'People who fit, by questions asked',
    description: `${found.at(-1) ?? 0} people who fit were found with ${asked.at(-1) ?? 0} questions.`,
    kind: 'line',
    axis: 'Questions',
    categories: asked.map(String),
    series: [{ name: 'Found', colour: 'accent', values: found }, ...(drawn > 0 ? [byChance] : [])],
  });
}

function runningSum(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

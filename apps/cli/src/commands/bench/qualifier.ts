import { join } from 'node:path';
import type { Command } from 'commander';
import { jsonOption, wholeNumber } from '../../options.ts';
import { createOutput, table } from '../../output.ts';
import { type BenchFrame, runBench } from './frame.ts';
import { round } from './percentiles.ts';
import { benchLabels, DIMENSIONS, writeForReference } from './qualifier-data.ts';
import { measureApart, type StrategyFigures } from './qualifier-run.ts';
import { assertSklearn, measureSklearn, type SklearnFigures } from './sklearn.ts';

const LABELS = 1_000;
/** Below this a strategy may fit at every label. */
const LEAST_LABELS = 50;
const POOL = 10_000;

export interface QualifierBenchOptions {
  n: number;
  pool: number;
}

/** Milliseconds. Of the classic strategy also scikit-learn's, and how many times faster ours is. */
export interface QualifierBenchResult {
  n: number;
  pool: number;
  classic: {
    appendMs: number;
    coldRefitMs: number;
    warmRefitMs: number;
    firstChoiceMs: number;
    sklearnRefitMs: number;
    sklearnScoreMs: number;
    labelRatio: number;
    coldRatio: number;
    warmRatio: number;
  };
  bayes: { labelMs: number; warmRefitMs: number };
  /** The most that the process with the strategies ever held, thread and all. */
  rssMb: number;
  /** How long the main thread's event loop was held up at most, while the thread fitted and learned. */
  maxLoopBlockMs: number;
  openblasCoreType: string;
}

export function addQualifierBench(bench: Command): void {
  bench
    .command('qualifier')
    .description('a label, a refit and the pool of the qualifier, beside scikit-learn')
    .option('--n <n>', 'labels', wholeNumber(LEAST_LABELS), LABELS)
    .option('--pool <n>', 'candidates', wholeNumber(50), POOL)
    .addOption(jsonOption())
    .action((options) =>
      runBench(createOutput({ json: options.json ?? false }), (frame) => measureQualifier(options, frame)),
    );
}

/** Ours first, then scikit-learn on the same data: one after the other, so that they do not share the processor. */
export async function measureQualifier(
  { n, pool }: QualifierBenchOptions,
  frame: BenchFrame,
): Promise<QualifierBenchResult> {
  await assertSklearn();
  const run = await measureApart({ n, pool }, frame);
  const path = join(frame.stateDir, 'people.f32');
  await writeForReference(path, benchLabels(n + pool), n);
  const sklearn = await measureSklearn(frame, { path, labels: n, pool, dimensions: DIMENSIONS });
  const { classic, bayes } = run.strategies;
  const result: QualifierBenchResult = {
    n,
    pool,
    classic: beside(classic, sklearn),
    bayes: { labelMs: round(bayes.labelMs, 2), warmRefitMs: round(bayes.warmRefitMs, 1) },
    rssMb: round(run.rssMb, 0),
    maxLoopBlockMs: round(run.maxLoopBlockMs, 1),
    openblasCoreType: sklearn.coreType || 'as guessed',
  };
  frame.out.result(describe(result));
  return result;
}

function beside(
  ours: StrategyFigures,
  { refitMs, scoreMs }: SklearnFigures,
): QualifierBenchResult['classic'] {
  return {
    appendMs: round(ours.labelMs, 2),
    coldRefitMs: round(ours.coldRefitMs, 1),
    warmRefitMs: round(ours.warmRefitMs, 1),
    firstChoiceMs: round(ours.firstChoiceMs, 1),
    sklearnRefitMs: round(refitMs, 1),
    sklearnScoreMs: round(scoreMs, 1),
    labelRatio: round((refitMs + scoreMs) / ours.labelMs, 0),
    coldRatio: round(refitMs / ours.coldRefitMs, 2),
    warmRatio: round(refitMs / ours.warmRefitMs, 1),
  };
}

function describe({ classic, bayes, rssMb, maxLoopBlockMs }: QualifierBenchResult): string {
  const times = (ratio: number): string => `${ratio} times faster than scikit-learn`;
  return table([
    ['classic, a label', `${classic.appendMs} ms, ${times(classic.labelRatio)}`],
    ['classic, cold refit', `${classic.coldRefitMs} ms, ${times(classic.coldRatio)}`],
    ['classic, warm refit', `${classic.warmRefitMs} ms, ${times(classic.warmRatio)}`],
    ['classic, first choice', `${classic.firstChoiceMs} ms`],
    ['scikit-learn', `refit ${classic.sklearnRefitMs} ms, score ${classic.sklearnScoreMs} ms`],
    ['bayes', `a label ${bayes.labelMs} ms, warm refit ${bayes.warmRefitMs} ms`],
    ['memory', `${rssMb} MB`],
    ['longest block', `${maxLoopBlockMs} ms`],
  ]);
}

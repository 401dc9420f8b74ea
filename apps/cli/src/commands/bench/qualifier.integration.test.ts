import { expect, test } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { runBench } from './frame.ts';
import { measureQualifier, type QualifierBenchResult } from './qualifier.ts';
import { benchLabels } from './qualifier-data.ts';
import { assertSklearn } from './sklearn.ts';

test('a small run measures every strategy beside scikit-learn', { timeout: 300_000 }, async (context) => {
  await assertSklearn().catch((error: Error) => context.skip(error.message));
  const out = recordingOutput();
  const options = { n: 60, pool: 200 };
  await runBench(out, (frame) => measureQualifier(options, frame), new Promise(() => {}));
  const [result] = out.objects as QualifierBenchResult[];
  const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);
  expect(result).toEqual({
    ...{ n: 60, pool: 200 },
    classic: {
      appendMs: positive,
      coldRefitMs: positive,
      warmRefitMs: positive,
      firstChoiceMs: positive,
      sklearnRefitMs: positive,
      sklearnScoreMs: positive,
      labelRatio: positive,
      coldRatio: positive,
      warmRatio: positive,
    },
    bayes: { labelMs: positive, warmRefitMs: positive },
    rssMb: positive,
    maxLoopBlockMs: positive,
    openblasCoreType: expect.any(String),
  });
  expect(out.said.filter((line) => line.startsWith('warn'))).toEqual([]);
});

test('the data is the same each time: unit vectors, most of which fit', () => {
  const people = benchLabels(400);
  expect(benchLabels(400)).toEqual(people);
  const norms = people.map(({ vector }) => vector.reduce((sum, value) => sum + value * value, 0));
  expect(Math.max(...norms.map((norm) => Math.abs(norm - 1)))).toBeLessThan(1e-6);
  const yes = people.filter(({ qualified }) => qualified).length;
  expect(yes).toBeGreaterThan(200);
  expect(yes).toBeLessThan(320);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { runBench } from './frame.ts';
import { judge } from './judgement-run.ts';

test('on invented people, in small: a figure for every strategy and campaign, and the page', async () => {
  const out = recordingOutput();
  let page = '';
  await runBench(
    out,
    async (frame) => {
      const write = join(frame.stateDir, 'docs');
      const result = await judge({ seeds: 2, threads: 2, contenders: ['random', 'cosine'], write }, frame);
      page = await readFile(join(write, 'judgement.md'), 'utf8');
      return result;
    },
    new Promise(() => {}),
  );
  expect(out.objects).toMatchObject([
    {
      data: 'invented',
      seeds: 2,
      tasks: ['rare-5', 'two-fields-15', 'broad-40'].map((task) => ({
        task,
        rows: [{ contender: 'random' }, { contender: 'cosine' }],
      })),
    },
  ]);
  expect(page).toContain('| cosine only | 1,500 |');
}, 120_000);

test('a folder without data is said with its layout', async () => {
  const run = runBench(
    recordingOutput(),
    (frame) => judge({ data: frame.stateDir, seeds: 1, threads: 1 }, frame),
    new Promise(() => {}),
  );
  await expect(run).rejects.toMatchObject({ remedy: expect.stringContaining('tasks.json') });
});

test('an unknown contender is answered with the list', async () => {
  const run = runBench(
    recordingOutput(),
    (frame) => judge({ contenders: ['bayess'], seeds: 1, threads: 1 }, frame),
    new Promise(() => {}),
  );
  await expect(run).rejects.toMatchObject({ remedy: expect.stringContaining('bayes, bayesBlind') });
});

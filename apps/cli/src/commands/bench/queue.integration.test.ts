import { expect, test } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { runBench } from './frame.ts';
import { measureQueue } from './queue.ts';

test('ours and bare BullMQ do the same jobs in turn', { timeout: 120_000 }, async () => {
  const out = recordingOutput();
  const options = { jobs: 30, rounds: 2, concurrency: 2 };
  await runBench(out, (frame) => measureQueue(options, frame), new Promise(() => {}));
  expect(JSON.stringify(out.objects)).toMatch(
    /^\[\{"oursPerSec":[1-9]\d*,"barePerSec":[1-9]\d*,"ratio":\d+(\.\d+)?,"plainPerSec":[1-9]\d*\}\]$/,
  );
  expect(out.said.filter((line) => line.startsWith('note: round'))).toEqual([
    expect.stringMatching(/^note: round 1: ours \d+, bare \d+, plain \d+ jobs\/s$/),
    expect.stringMatching(/^note: round 2: plain \d+, bare \d+, ours \d+ jobs\/s$/),
  ]);
});

import { expect, test } from 'vitest';
import { recordingOutput } from '../../testing/recording-output.ts';
import { measureEmbed } from './embed.ts';
import { runBench } from './frame.ts';

test('ours and the bare network embed the same texts in turn', { timeout: 240_000 }, async () => {
  const out = recordingOutput();
  const options = { texts: 3, rounds: 1 };
  await runBench(out, (frame) => measureEmbed(options, frame), new Promise(() => {}));
  const number = '\\d+(\\.\\d+)?';
  expect(JSON.stringify(out.objects)).toMatch(
    new RegExp(`^\\[\\{"textsPerSec":${number},"barePerSec":${number},"ratio":${number}\\}\\]$`),
  );
});

import type { Clock } from '@fairlead/shared/runtime/clock';
import { manualClock } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { expect, it } from 'vitest';
import { createPacing } from './pacing.ts';

function recordingClock(): { clock: Clock; slept: number[] } {
  const slept: number[] = [];
  const clock = manualClock(new Date(0));
  return { slept, clock: { ...clock, sleepRealMs: async (ms) => void slept.push(ms) } };
}

it('draws pauses from the scaled ranges', async () => {
  const { clock, slept } = recordingClock();
  const pacing = createPacing({ stepMs: [1000, 2000], keyMs: [10, 20], scale: 0.5 }, clock, seededRandom(1));
  for (let i = 0; i < 50; i++) await pacing.beforeStep();
  for (let i = 0; i < 50; i++) await pacing.afterKey();
  const steps = slept.slice(0, 50);
  const keys = slept.slice(50);
  expect(steps.every((ms) => ms >= 500 && ms < 1000)).toBe(true);
  expect(keys.every((ms) => ms >= 5 && ms < 10)).toBe(true);
  expect(new Set(slept).size).toBe(100);
});

it('does not sleep at scale 0', async () => {
  const { clock, slept } = recordingClock();
  const pacing = createPacing({ scale: 0 }, clock, seededRandom(1));
  await pacing.beforeStep();
  await pacing.afterKey();
  expect(slept).toEqual([]);
});

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
  const pacing = createPacing(
    { stepMs: [1000, 2000], keyMs: [10, 20], scrollMs: [40, 80], scale: 0.5 },
    clock,
    seededRandom(1),
  );
  for (let i = 0; i < 50; i++) await pacing.beforeStep();
  for (let i = 0; i < 50; i++) await pacing.afterKey();
  for (let i = 0; i < 50; i++) await pacing.afterScroll();
  const steps = slept.slice(0, 50);
  const keys = slept.slice(50, 100);
  const turns = slept.slice(100);
  expect(pacing.isHuman).toBe(true);
  expect(turns.every((ms) => ms >= 20 && ms <= 40)).toBe(true);
  expect(steps.every((ms) => ms >= 500 && ms <= 1000)).toBe(true);
  expect(keys.every((ms) => ms >= 5 && ms <= 10)).toBe(true);
  expect(new Set(slept).size).toBe(150);
});

it('gives the same rhythm for the same seed', async () => {
  const draw = async (seed: number): Promise<number[]> => {
    const { clock, slept } = recordingClock();
    const pacing = createPacing({}, clock, seededRandom(seed));
    for (let i = 0; i < 20; i++) await pacing.beforeStep();
    return slept;
  };
  expect(await draw(1)).toEqual(await draw(1));
  expect(await draw(1)).not.toEqual(await draw(2));
});

it('does not sleep at scale 0', async () => {
  const { clock, slept } = recordingClock();
  const pacing = createPacing({ scale: 0 }, clock, seededRandom(1));
  await pacing.beforeStep();
  await pacing.afterKey();
  await pacing.afterScroll();
  expect(pacing.isHuman).toBe(false);
  expect(slept).toEqual([]);
});

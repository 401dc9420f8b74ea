import { manualClock } from '@fairlead/shared/runtime/clock';
import { expect, it } from 'vitest';
import { adjustableClock } from './time.ts';

const ORIGIN = new Date('2026-03-02T09:00:00Z');

function minutesAfterOrigin(instant: Date): number {
  return (instant.getTime() - ORIGIN.getTime()) / 60_000;
}

it('runs at its speed from the origin, and keeps its time when the speed changes', () => {
  const wall = manualClock(ORIGIN);
  const clock = adjustableClock({ base: wall, speed: 60, origin: ORIGIN });
  wall.advance(60_000);
  expect(minutesAfterOrigin(clock.now())).toBe(60);
  expect(clock.toRealMs(60_000)).toBe(1000);

  clock.setSpeed(2);
  expect(minutesAfterOrigin(clock.now())).toBe(60);
  wall.advance(60_000);
  expect(minutesAfterOrigin(clock.now())).toBe(62);

  clock.advance(3 * 60_000);
  expect(minutesAfterOrigin(clock.now())).toBe(65);
});

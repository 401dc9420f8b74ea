import { z } from 'zod';
import type { World } from '../world/world.ts';

const HOUR_MS = 3_600_000;

export const TimeBody = z
  .strictObject({ speed: z.number().positive().max(100_000), advanceHours: z.number().positive() })
  .partial();

/** Changes the speed of virtual time, moves it forward, or both. */
export function setTime({ clock }: World, { speed, advanceHours }: z.infer<typeof TimeBody>): void {
  if (speed !== undefined) clock.setSpeed(speed);
  if (advanceHours !== undefined) clock.advance(advanceHours * HOUR_MS);
}

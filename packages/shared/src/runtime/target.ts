import type { ClockOptions } from './clock.ts';
import { misconfiguredSettings, type Settings } from './env.ts';

/** Only the simulation may run faster than real time: the real site is met at a human's pace. */
export function clockOptions(
  settings: Settings<'FAIRLEAD_TARGET' | 'FAIRLEAD_CLOCK_SPEED' | 'FAIRLEAD_CLOCK_ORIGIN'>,
): ClockOptions {
  const { FAIRLEAD_CLOCK_SPEED: speed, FAIRLEAD_CLOCK_ORIGIN: origin, FAIRLEAD_TARGET: target } = settings;
  if (speed === 1) return {};
  if (target !== 'sandbox') {
    throw misconfiguredSettings(['FAIRLEAD_CLOCK_SPEED must be 1 unless FAIRLEAD_TARGET is sandbox']);
  }
  if (!origin) {
    throw misconfiguredSettings([
      'FAIRLEAD_CLOCK_ORIGIN is missing: processes with a faster clock must agree where it starts',
    ]);
  }
  return { speed, origin };
}

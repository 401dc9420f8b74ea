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

/** Nothing touches the real site before its owner has read what that may cost. Returns what is wrong. */
export function unacceptedRisk(
  settings: Settings<'FAIRLEAD_TARGET' | 'FAIRLEAD_RISK_ACCEPTED'>,
): readonly string[] {
  if (settings.FAIRLEAD_TARGET === 'sandbox' || settings.FAIRLEAD_RISK_ACCEPTED) return [];
  return [
    'FAIRLEAD_RISK_ACCEPTED must be yes before FAIRLEAD_TARGET=linkedin. Automation breaks the user agreement of ' +
      'LinkedIn, and accounts get restricted. Read the risk notice in README.md',
  ];
}

import { type Breaker, coolingUntil, type WritesPause } from './account-health.ts';
import { describeWorkingHours, type WorkingHours, worksAt } from './working-hours.ts';

/** Why an account does nothing for a while, although nobody need act. */
export interface Rest {
  until: Date;
  reason: string;
}

/** What an account is given to rest by. */
export interface RestingAccount {
  timeZone: string;
  workingHours: WorkingHours;
  breaker: Breaker;
}

/** Until when the account rests, the hours after an open breaker included; null when it may act now. */
export function restOf({ timeZone, workingHours, breaker }: RestingAccount, now: Date): Rest | null {
  const cooling = coolingUntil(breaker, now);
  const until = worksAt(workingHours, timeZone, cooling ?? now);
  if (until <= now) return null;
  return { until, reason: cooling ? coolingReason(breaker) : hoursReason(workingHours, timeZone) };
}

const coolingReason = ({ reason }: Breaker): string => `cooling down: ${reason ?? 'LinkedIn asked for it'}`;

const hoursReason = (hours: WorkingHours, timeZone: string): string =>
  `outside its working hours, ${describeWorkingHours(hours)} (${timeZone})`;

/** Why an account reads and does not write, for the operator; null when it may write. */
export function writesPausedBecause(pause: WritesPause | null): string | null {
  return pause && `writes are paused: ${pause.reason}`;
}

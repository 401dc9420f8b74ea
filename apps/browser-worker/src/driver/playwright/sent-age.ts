import { DAY_MS, HOUR_MS, WEEK_MS } from '@fairlead/shared/domain/limits';

const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: HOUR_MS,
  day: DAY_MS,
  week: WEEK_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/**
 * "Sent 2 weeks ago" → how long ago that was at least, in milliseconds. The page rounds down, and a text
 * that is not understood (another language) counts as just now: too young is on the safe side of a limit.
 */
export function sentAgeMs(label: string): number {
  if (/\byesterday\b/i.test(label)) return DAY_MS;
  const [, count, unit] = /(\d+)\s+(second|minute|hour|day|week|month|year)s?\b/i.exec(label) ?? [];
  return Number(count ?? 0) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? 0);
}

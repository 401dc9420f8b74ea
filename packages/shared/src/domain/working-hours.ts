import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

const DAY_MINUTES = 24 * 60;
const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** When an account works, in its own time zone. */
export const WorkingHours = z
  .object({
    /** ISO weekdays, Monday is 1; ascending, each once. */
    days: z
      .array(z.int().min(1).max(7))
      .min(1)
      .transform((days) => [...new Set(days)].sort((a, b) => a - b)),
    /** Minutes after midnight by the clock on the wall; it works from the first to the second. */
    fromMinute: z
      .int()
      .min(0)
      .max(DAY_MINUTES - 1),
    untilMinute: z.int().min(1).max(DAY_MINUTES),
  })
  .refine(({ fromMinute, untilMinute }) => fromMinute < untilMinute, {
    error: 'must end after they begin',
    path: ['untilMinute'],
  });
export type WorkingHours = Readonly<z.output<typeof WorkingHours>>;

export const AROUND_THE_CLOCK: WorkingHours = {
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMinute: 0,
  untilMinute: DAY_MINUTES,
};
/** Of an account on the real site unless told otherwise. */
export const OFFICE_HOURS: WorkingHours = { days: [1, 2, 3, 4, 5], fromMinute: 9 * 60, untilMinute: 19 * 60 };

const SPEC = /^\s*([a-z,\s-]+?)\s+(\d\d?):(\d\d)\s*[-–]\s*(\d\d?):(\d\d)\s*$/;

/** `always`, or weekdays and hours: `mon-fri 09:00-19:00`, `mon,wed 8:30-12:00`. Null for anything else. */
export function parseWorkingHours(text: string): WorkingHours | null {
  if (text.trim().toLowerCase() === 'always') return AROUND_THE_CLOCK;
  const [, weekdays = '', ...clock] = SPEC.exec(text.toLowerCase()) ?? [];
  const days = daysIn(weekdays);
  const [fromHour = NaN, fromMinute = NaN, untilHour = NaN, untilMinute = NaN] = clock.map(Number);
  if (days === null || fromMinute > 59 || untilMinute > 59) return null;
  const parsed = WorkingHours.safeParse({
    days,
    fromMinute: fromHour * 60 + fromMinute,
    untilMinute: untilHour * 60 + untilMinute,
  });
  return parsed.data ?? null;
}

function daysIn(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',')) {
    const [first = 0, last = first, ...more] = part.split('-').map(dayOf);
    if (first === 0 || last < first || more.length > 0) return null;
    for (let day = first; day <= last; day++) days.push(day);
  }
  return days;
}

const dayOf = (name: string): number => WEEKDAYS.indexOf(name.trim()) + 1;

/** What `parseWorkingHours` reads. */
export function describeWorkingHours(hours: WorkingHours): string {
  if (isAroundTheClock(hours)) return 'always';
  const { days } = hours;
  const [first = 1, last = first] = [days[0], days.at(-1)];
  const isRange = days.length > 2 && last - first === days.length - 1;
  const names = (isRange ? [first, last] : days).map((day) => WEEKDAYS[day - 1] ?? '');
  return `${names.join(isRange ? '-' : ',')} ${timeOf(hours.fromMinute)}-${timeOf(hours.untilMinute)}`;
}

/** `09:00`; the end of the day is `24:00`. */
export function timeOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
}

export function isAroundTheClock({ days, fromMinute, untilMinute }: WorkingHours): boolean {
  return days.length === 7 && fromMinute === 0 && untilMinute === DAY_MINUTES;
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * `now` while the account works, else when it works next. The hours are those of the clock on the wall: on
 * the days on which that is set they last longer or shorter, and hours that it leaps over are left out.
 * Throws RangeError for a time zone that does not exist.
 */
export function worksAt(hours: WorkingHours, timeZone: string, now: Date): Date {
  if (isAroundTheClock(hours)) return now;
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  if (isWithin(hours, local)) return now;
  const begins = nextBeginning(hours, timeZone, local);
  // A clock that is set may come into the hours elsewhere than at their beginning.
  const set = local.getTimeZoneTransition('next');
  const isSooner = set && Temporal.ZonedDateTime.compare(set, begins) < 0 && isWithin(hours, set);
  return new Date((isSooner ? set : begins).epochMilliseconds);
}

function nextBeginning(
  hours: WorkingHours,
  timeZone: string,
  local: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  const plainTime = { hour: Math.floor(hours.fromMinute / 60), minute: hours.fromMinute % 60 };
  // The second week is for hours that the one day of the first leaps over.
  for (let days = 0; days <= 14; days++) {
    const begins = local.toPlainDate().add({ days }).toPlainDateTime(plainTime);
    // An hour that comes twice opens twice.
    for (const disambiguation of ['earlier', 'later'] as const) {
      const at = begins.toZonedDateTime(timeZone, { disambiguation });
      const isLeaptOver = !at.toPlainDateTime().equals(begins);
      const isAhead = Temporal.ZonedDateTime.compare(at, local) > 0;
      if (isAhead && !isLeaptOver && isWithin(hours, at)) return at;
    }
  }
  throw new RangeError(`There is no such time in ${timeZone}: ${describeWorkingHours(hours)}`);
}

function isWithin({ days, fromMinute, untilMinute }: WorkingHours, local: Temporal.ZonedDateTime): boolean {
  const minute = local.hour * 60 + local.minute;
  return days.includes(local.dayOfWeek) && minute >= fromMinute && minute < untilMinute;
}

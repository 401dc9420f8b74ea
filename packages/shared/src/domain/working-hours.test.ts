import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from './limits.ts';
import {
  AROUND_THE_CLOCK,
  describeWorkingHours,
  isTimeZone,
  OFFICE_HOURS,
  parseWorkingHours,
  WorkingHours,
  worksAt,
} from './working-hours.ts';

const ZONES = ['UTC', 'Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'] as const;

/** The hours begin and end on a quarter, as the looks below do. */
const anyHours = fc
  .tuple(
    fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 }),
  )
  .map(([days, minutes]) => {
    const [from = 0, until = 96] = minutes.sort((a, b) => a - b);
    return { days, fromMinute: from * 15, untilMinute: until * 15 };
  });

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const SHOWN = new Map(
  ZONES.map((timeZone): [string, Intl.DateTimeFormat] => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
);

/** The same question asked of another source: the clock that `Intl` shows. */
function isOpenByIntl(hours: WorkingHours, timeZone: string, at: Date): boolean {
  const shown = SHOWN.get(timeZone)?.formatToParts(at) ?? [];
  const part = (type: string): string => shown.find((each) => each.type === type)?.value ?? '';
  const minute = Number(part('hour')) * 60 + Number(part('minute'));
  const day = WEEKDAYS.indexOf(part('weekday')) + 1;
  return hours.days.includes(day) && minute >= hours.fromMinute && minute < hours.untilMinute;
}

describe('worksAt', () => {
  test.each([
    // A Monday in winter.
    [
      'within the hours',
      'mon-fri 09:00-19:00',
      'Europe/Lisbon',
      '2026-03-02T09:00:00Z',
      '2026-03-02T09:00:00Z',
    ],
    [
      'before they begin',
      'mon-fri 09:00-19:00',
      'Europe/Lisbon',
      '2026-03-02T07:59:59Z',
      '2026-03-02T09:00:00Z',
    ],
    ['when they end', 'mon-fri 09:00-19:00', 'Europe/Lisbon', '2026-03-02T19:00:00Z', '2026-03-03T09:00:00Z'],
    [
      'at the weekend',
      'mon-fri 09:00-19:00',
      'Europe/Lisbon',
      '2026-03-06T19:00:00Z',
      '2026-03-09T09:00:00Z',
    ],
    [
      'in another zone',
      'mon-fri 09:00-19:00',
      'America/New_York',
      '2026-03-02T09:00:00Z',
      '2026-03-02T14:00:00Z',
    ],
    ['around the clock', 'always', 'Europe/Lisbon', '2026-03-07T03:00:00Z', '2026-03-07T03:00:00Z'],
    // The clocks go forward on 29 March 2026: nine o'clock comes an hour sooner.
    [
      'over the start of summer time',
      'mon-fri 09:00-19:00',
      'Europe/Lisbon',
      '2026-03-27T19:30:00Z',
      '2026-03-30T08:00:00Z',
    ],
    // And back on 25 October 2026.
    ['over its end', 'mon-fri 09:00-19:00', 'Europe/Lisbon', '2026-10-23T18:30:00Z', '2026-10-26T09:00:00Z'],
    [
      'when their first half hour is leapt over',
      'sun 01:30-04:00',
      'Europe/Lisbon',
      '2026-03-29T00:45:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'when they are leapt over whole',
      'sun 01:00-01:45',
      'Europe/Lisbon',
      '2026-03-28T12:00:00Z',
      '2026-04-05T00:00:00Z',
    ],
    [
      'when they come twice',
      'sun 01:30-02:00',
      'Europe/Lisbon',
      '2026-10-25T01:00:00Z',
      '2026-10-25T01:30:00Z',
    ],
    [
      'when the clock is set back past their end',
      'sun 00:30-01:30',
      'Europe/Lisbon',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:00:00Z',
    ],
  ])('%s', (_what, spec, timeZone, now, expected) => {
    const hours = parseWorkingHours(spec);
    if (!hours) throw new Error(`${spec} cannot be read`);
    expect(worksAt(hours, timeZone, new Date(now))).toEqual(new Date(expected));
  });

  test('is the first open instant from now on, in every zone, on every day of the year', () => {
    const instant = fc
      .integer({ min: 0, max: 365 * 24 * 60 })
      .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000));
    // The two Sundays on which Lisbon's clocks change.
    const onChange = fc
      .tuple(
        fc.constantFrom(Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 9, 24, 22)),
        fc.integer({ min: 0, max: 480 }),
      )
      .map(([startMs, minutes]) => new Date(startMs + minutes * 60_000));
    fc.assert(
      fc.property(
        anyHours,
        fc.constantFrom(...ZONES),
        fc.oneof(instant, onChange),
        (hours, timeZone, now) => {
          const at = worksAt(hours, timeZone, now);
          expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
          expect(at.getTime() - now.getTime()).toBeLessThanOrEqual(14 * DAY_MS);
          expect(isOpenByIntl(hours, timeZone, at)).toBe(true);
          const firstQuarterMs = Math.ceil(now.getTime() / (HOUR_MS / 4)) * (HOUR_MS / 4);
          for (let ms = firstQuarterMs; ms < at.getTime(); ms += HOUR_MS / 4) {
            expect(isOpenByIntl(hours, timeZone, new Date(ms))).toBe(false);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('refuses a zone that does not exist', () => {
    expect(() => worksAt(OFFICE_HOURS, 'Europe/Atlantis', new Date(0))).toThrow(RangeError);
    expect([isTimeZone('Europe/Atlantis'), isTimeZone('Europe/Lisbon')]).toEqual([false, true]);
  });
});

describe('the text of working hours', () => {
  test.each([
    ['always', AROUND_THE_CLOCK],
    ['Mon-Fri 9:00-19:00', OFFICE_HOURS],
    ['mon,wed 08:30 - 24:00', { days: [1, 3], fromMinute: 510, untilMinute: 1440 }],
    ['sat, mon-tue 00:00-00:01', { days: [1, 2, 6], fromMinute: 0, untilMinute: 1 }],
  ])('%s', (text, hours) => {
    expect(parseWorkingHours(text)).toEqual(hours);
  });

  test.each([
    '',
    'mon-fri',
    '09:00-19:00',
    'fri-mon 09:00-19:00',
    'mon 19:00-09:00',
    'mon 9:60-19:00',
    'mon 9-19',
    'any 09:00-10:00',
  ])('cannot be “%s”', (text) => {
    expect(parseWorkingHours(text)).toBeNull();
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(anyHours, (hours) => {
        expect(parseWorkingHours(describeWorkingHours(hours))).toEqual(WorkingHours.parse(hours));
      }),
    );
  });
});

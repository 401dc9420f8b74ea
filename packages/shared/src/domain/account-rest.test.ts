import { expect, test } from 'vitest';
import { nextHealth, SOUND } from './account-health.ts';
import { restOf, writesPausedBecause } from './account-rest.ts';
import { AROUND_THE_CLOCK, OFFICE_HOURS } from './working-hours.ts';

const MONDAY_MORNING = new Date('2026-03-02T09:00:00Z');
const MONDAY_EVENING = new Date('2026-03-02T18:30:00Z');
const at = (instant: Date, workingHours = OFFICE_HOURS, breaker = SOUND.breaker) =>
  restOf({ timeZone: 'UTC', workingHours, breaker }, instant);
const tripped = (instant: Date) =>
  nextHealth(SOUND, { kind: 'throttled', detail: '/feed/ was answered 429', at: instant }).breaker;

test('an account in its hours does not rest', () => {
  expect(at(MONDAY_MORNING)).toBeNull();
  expect(at(new Date('2026-03-01T03:00:00Z'), AROUND_THE_CLOCK)).toBeNull();
});

test('outside its hours it rests until they begin', () => {
  expect(at(new Date('2026-03-01T03:00:00Z'))).toEqual({
    until: MONDAY_MORNING,
    reason: 'outside its working hours, mon-fri 09:00-19:00 (UTC)',
  });
});

test('an open breaker is waited for, and after it the hours', () => {
  expect(at(MONDAY_MORNING, AROUND_THE_CLOCK, tripped(MONDAY_MORNING))).toEqual({
    until: new Date('2026-03-02T11:00:00Z'),
    reason: 'cooling down: /feed/ was answered 429',
  });
  expect(at(MONDAY_EVENING, OFFICE_HOURS, tripped(MONDAY_EVENING))).toEqual({
    until: new Date('2026-03-03T09:00:00Z'),
    reason: 'cooling down: /feed/ was answered 429',
  });
});

test('paused writes say why', () => {
  expect(writesPausedBecause(null)).toBeNull();
  expect(writesPausedBecause({ since: MONDAY_MORNING, probe: 'profile', reason: '3 pages' })).toBe(
    'writes are paused: 3 pages',
  );
});

import { manualClock } from '@fairlead/shared/runtime/clock';
import { PageHung } from '@fairlead/shared/runtime/errors';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withDeadlines } from './deadlines.ts';
import type { LinkedInDriver } from './port.ts';
import { createFakeLinkedIn } from './testing/fake.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const PERSON = { urn: 'urn:li:fsd_profile:ACoAAEX1', publicId: 'mara-quill', fullName: 'Mara Quill' };
const never = (): Promise<never> => new Promise(() => {});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function limited(overrides: Partial<LinkedInDriver> = {}) {
  const fake = createFakeLinkedIn();
  const log = createLogger({ service: 'test', level: 'silent' });
  const deadlines = { verbMs: 1_000, keyMs: 10 };
  const driver = { ...fake.newDriver('open'), ...overrides };
  return { fake, driver: withDeadlines(driver, deadlines, manualClock(NOW), log) };
}

/** What became of it, once `ms` have passed. */
async function outcomeAfter(ms: number, work: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'still waiting';
  void work.then(
    (value) => {
      outcome = value;
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

test('a verb that answers in time answers, and its page stays', async () => {
  const { driver } = limited();
  expect(await outcomeAfter(0, driver.isLoggedIn())).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(driver.isGone()).toBe(false);
});

test('a verb that does not loses its page at its deadline', async () => {
  const { driver, fake } = limited({ connectionState: never });
  const state = driver.connectionState(PERSON);
  expect(await outcomeAfter(999, state)).toBe('still waiting');
  expect(driver.isGone()).toBe(false);
  const error = await outcomeAfter(1, state);
  expect(error).toBeInstanceOf(PageHung);
  expect(error).toMatchObject({ message: 'connectionState took longer than 1 s' });
  expect(driver.isGone()).toBe(true);
  expect(fake.calls.map(({ verb }) => verb)).toEqual(['close']);
});

test('typing is given time for each key', async () => {
  const { driver } = limited({ sendMessage: never });
  const sending = driver.sendMessage(PERSON, 'x'.repeat(500), () => Promise.resolve());
  expect(await outcomeAfter(5_999, sending)).toBe('still waiting');
  expect(await outcomeAfter(1, sending)).toBeInstanceOf(PageHung);
});

test('a browser that does not even close holds nobody up', async () => {
  const { driver } = limited({ readProfile: never, close: never });
  expect(await outcomeAfter(1_000, driver.readProfile('mara-quill'))).toBeInstanceOf(PageHung);
  expect(await outcomeAfter(10_000, driver.close())).toMatchObject({ message: 'no answer within 10 s' });
});

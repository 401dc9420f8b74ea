import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
import { manualClock } from '@fairlead/shared/runtime/clock';
import type { Pulse } from '@fairlead/shared/runtime/health';
import { type MigratedDatabase, NOW, openMigratedDatabase } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { longestSilenceMs, tickCheck } from './tick-check.ts';

const SECOND_MS = 1_000;
const TICK_MS = 15 * SECOND_MS;

let database: MigratedDatabase;
beforeAll(async () => {
  database = await openMigratedDatabase('tick_check');
});
afterAll(() => database.drop());

const aged = (ageMs: number): Pulse => ({ beat: () => {}, ageMs: () => ageMs });
const clock = manualClock(NOW);
const ask = (ageMs: number): unknown => tickCheck(aged(ageMs), TICK_MS, database.db, clock)();

test('ten ticks may be missed, and no fewer than a minute', () => {
  expect(longestSilenceMs(TICK_MS)).toBe(150 * SECOND_MS);
  expect(longestSilenceMs(SECOND_MS)).toBe(60 * SECOND_MS);
});

test('a recent tick is well', async () => {
  expect(await ask(150 * SECOND_MS)).toBe('last good tick 150 s ago');
});

test('without a tick or a report of another replica it fails', async () => {
  await expect(ask(151 * SECOND_MS)).rejects.toThrow('the last good tick was 151 s ago');
});

test('the ticks of another replica count, as long as they are recent', async () => {
  await savePlanReport(database.db, { at: NOW, planned: [], waiting: [] });
  clock.set(new Date(NOW.getTime() + 20 * SECOND_MS));
  expect(await ask(151 * SECOND_MS)).toBe('another replica ticked 20 s ago');
  clock.set(new Date(NOW.getTime() + 151 * SECOND_MS));
  await expect(ask(151 * SECOND_MS)).rejects.toThrow('the last good tick was 151 s ago');
});

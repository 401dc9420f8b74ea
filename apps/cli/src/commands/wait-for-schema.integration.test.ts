import { connectDatabase } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { type Clock, systemClock } from '@fairlead/shared/runtime/clock';
import { createTestDatabase, type TestDatabase } from '@fairlead/testing/postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failed } from '../failed.ts';
import { type RecordingOutput, recordingOutput } from '../testing/recording-output.ts';
import { stubSettings } from '../testing/stub-settings.ts';
import { waitForSchema } from './wait-for-schema.ts';

let database: TestDatabase;
let out: RecordingOutput;

beforeEach(async () => {
  database = await createTestDatabase('wait_for_schema');
  out = recordingOutput();
  stubSettings({ DATABASE_URL: database.url });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await database.drop();
});

/** Instead of sleeping, something happens. */
function clockThat(happens: () => void | Promise<void>): Clock {
  return { ...systemClock(), sleepRealMs: async () => await happens() };
}

async function migrateElsewhere(): Promise<void> {
  const db = await connectDatabase(database.url, { max: 1 });
  await migrate(db);
  await db.destroy();
}

test('waits while the schema is behind, and ends once another process has migrated', async () => {
  const looks: string[] = [];
  const clock = clockThat(async () => {
    looks.push('slept');
    if (looks.length === 3) await migrateElsewhere();
  });
  await waitForSchema(out, clock);
  expect(looks).toHaveLength(3);
  expect(out.said).toEqual(['step: Schema: waiting for fairlead migrate', 'step: Schema: up to date']);
});

test('does not wait when everything is done already', async () => {
  await migrateElsewhere();
  const neverSleeps = clockThat(() => {
    throw new Error('it slept');
  });
  await waitForSchema(out, neverSleeps);
  expect(out.said).toEqual(['step: Schema: up to date']);
});

test('gives up after ten minutes', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const clock = clockThat(() => {
    vi.advanceTimersByTime(60_000);
  });
  await expect(waitForSchema(out, clock)).rejects.toBeInstanceOf(Failed);
});

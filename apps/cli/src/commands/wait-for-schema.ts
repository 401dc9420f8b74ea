import { isSchemaCurrent } from '@fairlead/db/migrate';
import { type Clock, elapsedTimer, systemClock } from '@fairlead/shared/runtime/clock';
import { requireSettings } from '@fairlead/shared/runtime/env';
import { Failed } from '../failed.ts';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { waitForDatabase } from '../stack/wait-for-database.ts';

const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 2_000;

/**
 * Ends when the schema has all that this version expects: what starts afterwards finds its tables. One that
 * a newer version has added to will do. Throws `Failed` when nobody brings it up to date.
 */
export async function waitForSchema(out: Output, clock: Clock = systemClock()): Promise<void> {
  const { DATABASE_URL } = requireSettings(loadSettings(), ['DATABASE_URL']);
  const db = await waitForDatabase(DATABASE_URL, { clock, out });
  const waitedMs = elapsedTimer();
  try {
    let said = false;
    while (!(await isSchemaCurrent(db))) {
      if (waitedMs() > PATIENCE_MS)
        throw new Failed('Nobody brought the schema up to date: see fairlead migrate');
      if (!said) out.step('Schema: waiting for fairlead migrate');
      said = true;
      await clock.sleepRealMs(LOOK_EVERY_MS);
    }
    out.step('Schema: up to date');
  } finally {
    await db.destroy();
  }
}

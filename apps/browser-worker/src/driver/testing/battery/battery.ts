import { expect, it } from 'vitest';
import { BATTERY_CASES, type BatteryCase, isWrite } from './table.ts';
import { TEXT, verdictOf } from './verdict.ts';
import type { BatteryWorld, OpenBatteryWorld } from './world.ts';

/**
 * The battery: one test for each verb and scenario of `wanted` (default: all). Whatever a write says came of it is
 * compared with what truly happened, and nothing may have happened without permission, nor to anybody else.
 */
export function runBattery(
  open: OpenBatteryWorld,
  wanted: (test: BatteryCase) => boolean = () => true,
): void {
  it.each(BATTERY_CASES.filter(wanted))('$verb × $scenario: $expects', async (test) => {
    const world = await open(test);
    try {
      await runCase(test, world);
    } finally {
      await world.close();
    }
  });
}

async function runCase({ verb, expects }: BatteryCase, world: BatteryWorld): Promise<void> {
  let permissions = 0;
  const { words: verdict, detail } = await verdictOf(verb, world, () => {
    permissions += 1;
    return Promise.resolve();
  });
  expect(verdict, detail).toBe(expects);
  const done = await countDone(verb, world);
  if (verdict !== 'unknown') expect(done).toBe(isWrite(verb) && verdict === 'done' ? 1 : 0);
  if (done > 0) expect(permissions).toBeGreaterThan(0);
  expect(await world.truthOfOthers()).toBe(0);
}

/** How often the verb did what it is for; any other write is one too many. */
async function countDone(verb: BatteryCase['verb'], world: BatteryWorld): Promise<number> {
  const { invites, messages, withdrawals } = await world.truth();
  expect(messages.filter((text) => text !== TEXT)).toEqual([]);
  const own = { invite: invites, withdraw: withdrawals, sendMessage: messages.length };
  const all = invites + withdrawals + messages.length;
  const done = isWrite(verb) ? own[verb as keyof typeof own] : 0;
  expect(all - done).toBe(0);
  return done;
}

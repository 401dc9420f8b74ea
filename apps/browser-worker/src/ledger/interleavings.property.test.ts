import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { pick, type Random, seededRandom, uniform } from '@fairlead/shared/runtime/random';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInterleaving, type ModelProcess } from './testing/interleaving.ts';
import { Model } from './testing/model.ts';
import { schedulerProcess, workerProcess } from './testing/model-processes.ts';
import type { Weather } from './testing/weather.ts';

const RUNS = 1_000;
const CALM: Weather = { lostRequest: 0, lostAnswer: 0, crash: 0 };
const STORM: Weather = { lostRequest: 0.04, lostAnswer: 0.04, crash: 0.1 };
const JOBS = ['settle', 'connect', 'follow-up'];
const MOST_STEPS_TO_FINISH = 20_000;

const seen = { steps: 0, kills: 0, takeovers: 0, wipes: 0, redeliveries: 0, pauses: 0, acts: 0 };

/** One world from the first step to the last: faults for a while, then calm until nothing is left to do. */
async function live(seed: number, people: number, faultySteps: number): Promise<Model> {
  const random = seededRandom(seed);
  const model = new Model(people);
  const processes = createInterleaving(random);
  let weather = STORM;
  const startWorker = (): ModelProcess => processes.start(workerProcess(model, random, () => weather));
  const startScheduler = (): ModelProcess => processes.start(schedulerProcess(model, random));
  let worker = startWorker();
  const schedulers = [startScheduler(), startScheduler()];

  const disturb = (chance: number): void => {
    if (chance < 0.03) {
      worker.kill();
      worker = startWorker();
      seen.kills += 1;
    } else if (chance < 0.05) {
      // The former one is not dead: it was paused, or cut off, and goes on as if nothing had happened.
      worker = startWorker();
      seen.takeovers += 1;
    } else if (chance < 0.06) {
      model.limiter.wipe();
      model.queue.length = 0;
      seen.wipes += 1;
    } else if (chance < 0.07) {
      schedulers[0]?.kill();
      schedulers[0] = startScheduler();
    } else if (chance < 0.25) {
      // A stalled job is delivered again.
      model.queue.push(pick(random, JOBS));
      seen.redeliveries += 1;
    } else if (chance < 0.27) {
      model.nowMs += uniform(random, 5_000, 60_000);
      seen.pauses += 1;
    }
  };
  const step = async (disturbed: boolean): Promise<void> => {
    await processes.step();
    seen.steps += 1;
    model.nowMs += timePassed(random);
    expect(model.violation()).toBeNull();
    if (disturbed) disturb(random.next());
  };

  for (let i = 0; i < faultySteps; i++) await step(true);
  weather = CALM;
  for (let i = 0; i < MOST_STEPS_TO_FINISH && model.unfinished() !== null; i++) await step(false);
  seen.acts += model.landed.length;
  return model;
}

/** Mostly the time of a call, now and then hours: lanes and windows must come round. */
function timePassed(random: Random): number {
  return random.next() < 0.006 ? uniform(random, HOUR_MS, 12 * HOUR_MS) : uniform(random, 0, 40);
}

test('whatever is killed, paused, wiped or cut off in whatever order: nothing lands twice, no window is over its limit, nobody is stuck', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 400 }),
      async (seed, people, faultySteps) => {
        expect((await live(seed, people, faultySteps)).unfinished()).toBeNull();
      },
    ),
    { numRuns: RUNS },
  );
  // Faults that never happen prove nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 10);
  process.stdout.write(`${RUNS} interleavings: ${JSON.stringify(seen)}\n`);
});

import { DAY_MS } from '@fairlead/shared/domain/limits';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { plan } from '../plan.ts';
import { BROWSER_JOBS } from './browser-jobs.ts';
import { type Forecast, forecastOf } from './forecast.ts';
import { createFunnel } from './funnel.ts';
import type { Listener } from './history.ts';
import { createIdleTimes } from './idle-times.ts';
import { createChecker } from './invariants.ts';
import type { JobHandler } from './jobs.ts';
import { ML_JOBS } from './ml-jobs.ts';
import { type SimulationOptions, START_MS } from './options.ts';
import { createQueues } from './queues.ts';
import { createSchedule } from './schedule.ts';
import { nextChangeMs, readSnapshot } from './snapshot.ts';
import { createWorld } from './world.ts';

/**
 * Runs the plan for `days` of virtual time against people who answer by chance, from one event to the
 * next, and checks every event. The same options give the same forecast. `listen` hears what happens.
 * Throws `InvariantBroken`.
 */
export function simulate(options: SimulationOptions, listen: Listener = () => {}): Forecast {
  const { pace, tickMs, leap } = options;
  const endMs = START_MS + options.days * DAY_MS;
  const checker = createChecker(options);
  const funnel = createFunnel(options.days);
  const idleTimes = createIdleTimes();
  const world = createWorld(options, (happening) => {
    checker.check(happening);
    funnel.count(happening);
    listen(happening);
  });
  const schedule = createSchedule({
    campaignIds: world.campaigns.map(({ id }) => id),
    tickMs,
    idleRecheckMs: pace.idleRecheckMs,
    leap,
  });
  const handlers = { ...BROWSER_JOBS, ...ML_JOBS };
  const queues = createQueues((job, nowMs) => {
    if (job.name === 'plan') throw new RangeError('The plan does not plan itself.');
    // The catalog pairs each name with its payload; the compiler cannot follow it through the map.
    const handle = handlers[job.name] as JobHandler<typeof job.name>;
    return handle(job.payload as never, world, nowMs);
  });
  const random = seededRandom(`${options.seed}/plan`);

  const tick = (nowMs: number): void => {
    schedule.catchUp(nowMs);
    const made = plan(readSnapshot(world, schedule, nowMs), pace, new Date(nowMs), random);
    idleTimes.note(made, nowMs);
    for (const firing of made.firings) {
      const { campaignId, lane, jobs } = firing;
      schedule.move(firing, nowMs);
      world.record({ kind: 'looked', atMs: nowMs, campaignId, lane, fired: jobs.length > 0 });
      for (const job of jobs) queues.enqueue(job, nowMs);
    }
  };
  for (let nowMs = START_MS; ; ) {
    const tickAtMs = schedule.nextTickMs();
    const changeAtMs = nextChangeMs(world, nowMs);
    nowMs = Math.min(tickAtMs, changeAtMs, queues.nextMs());
    if (nowMs >= endMs) break;
    if (changeAtMs === nowMs) schedule.wake(nowMs);
    if (tickAtMs === nowMs) tick(nowMs);
    if (queues.run(nowMs)) schedule.wake(nowMs);
  }
  checker.finish(endMs);
  return forecastOf({
    options,
    world,
    weeks: funnel.weeks,
    idle: idleTimes.until(endMs),
    invariantsChecked: checker.checks(),
  });
}

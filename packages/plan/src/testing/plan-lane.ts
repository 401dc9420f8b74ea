import type { Lane } from '@fairlead/shared/domain/lane';
import type { PlanSnapshot } from '@fairlead/shared/domain/snapshot';
import type { PlannedJob } from '@fairlead/shared/queue/catalog';
import type { Random } from '@fairlead/shared/runtime/random';
import { DEFAULT_PACE, type Pace } from '../pace.ts';
import { type Firing, plan, type Waiting } from '../plan.ts';
import { NOW } from './snapshots.ts';

/** The middle of every range: an interval keeps its length. */
export const EVEN: Random = { next: () => 0.5 };

export interface LanePlan {
  firing: Firing | undefined;
  wait: Waiting | undefined;
}

/** What the plan says of one lane; of the first campaign where there are several. */
export function planLane(
  lane: Lane,
  snapshot: PlanSnapshot,
  pace: Partial<Pace> = {},
  random = EVEN,
): LanePlan {
  const made = plan(snapshot, { ...DEFAULT_PACE, ...pace }, NOW, random);
  return {
    firing: made.firings.find((firing) => firing.lane === lane),
    wait: made.waiting.find((wait) => wait.lane === lane),
  };
}

/** The jobs of the lane's firing; undefined when it was not even looked at. */
export function jobsOf(
  lane: Lane,
  snapshot: PlanSnapshot,
  pace: Partial<Pace> = {},
): readonly PlannedJob[] | undefined {
  return planLane(lane, snapshot, pace).firing?.jobs;
}

export function reasonOf(lane: Lane, snapshot: PlanSnapshot, pace: Partial<Pace> = {}): string | undefined {
  return planLane(lane, snapshot, pace).wait?.reason;
}

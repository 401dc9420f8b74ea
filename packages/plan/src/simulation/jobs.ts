import type { Lane } from '@fairlead/shared/domain/lane';
import type { PayloadOf } from '@fairlead/shared/queue/catalog';
import type { World } from './world.ts';

export interface JobEnd {
  /** How many milliseconds its worker is busy with it. */
  busyMs: number;
  /** Whether it changed anything that the plan asks for. */
  changed: boolean;
}

/** What a job does to the world, at the instant it is taken. */
export type JobHandler<N extends Lane> = (payload: PayloadOf<N>, world: World, nowMs: number) => JobEnd;
export type JobHandlers<N extends Lane> = { readonly [M in N]: JobHandler<M> };

export const done = (busyMs: number): JobEnd => ({ busyMs, changed: true });

/** A job that finds its work done already. */
export const NOTHING_TO_DO: JobEnd = { busyMs: 1_000, changed: false };

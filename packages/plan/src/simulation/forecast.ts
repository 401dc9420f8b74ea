import type { ClosingReason, DealState } from '@fairlead/shared/domain/deal';
import { type Bottleneck, findBottleneck } from './bottleneck.ts';
import { type FunnelCounts, sumOf } from './funnel.ts';
import type { IdleTime } from './idle-times.ts';
import { type LimitUse, limitUses } from './limit-use.ts';
import type { SimulationOptions } from './options.ts';
import type { World } from './world.ts';

/** What a simulation tells. */
export interface Forecast {
  seed: number;
  days: number;
  accounts: number;
  campaigns: number;
  partners: readonly number[];
  /** What happened in each week; the last may be short. */
  weeks: readonly FunnelCounts[];
  /** All weeks together. */
  total: FunnelCounts;
  /** Deals at the end by state, COMPLETED and FAILED left out. */
  open: { fresh: number; pending: number; connected: number };
  /** FAILED deals by closing reason. */
  failures: Readonly<Partial<Record<ClosingReason, number>>>;
  limits: readonly LimitUse[];
  /** The longest first. */
  idle: readonly IdleTime[];
  bottleneck: Bottleneck;
  /** Checks that held. */
  invariantsChecked: number;
}

export interface ForecastFacts {
  options: SimulationOptions;
  world: World;
  weeks: readonly FunnelCounts[];
  idle: readonly IdleTime[];
  invariantsChecked: number;
}

export function forecastOf({ options, world, weeks, idle, invariantsChecked }: ForecastFacts): Forecast {
  const { seed, days, accounts, campaigns, partners } = options;
  const total = sumOf(weeks);
  const limits = limitUses(world.accounts, days);
  const count = (state: DealState): number => world.deals.filter((deal) => deal.state === state).length;
  return {
    ...{ seed, days, accounts, campaigns, partners },
    weeks,
    total,
    open: { fresh: count('NEW'), pending: count('PENDING'), connected: count('CONNECTED') },
    failures: failuresOf(world),
    limits,
    idle,
    bottleneck: findBottleneck({ options, found: total.found, idle, limits }),
    invariantsChecked,
  };
}

function failuresOf({ deals }: World): Partial<Record<ClosingReason, number>> {
  const failures: Partial<Record<ClosingReason, number>> = {};
  for (const { failedBecause } of deals) {
    if (failedBecause !== null) failures[failedBecause] = (failures[failedBecause] ?? 0) + 1;
  }
  return failures;
}

import { DAY_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import type { Happening, Listener } from './history.ts';
import { START_MS } from './options.ts';

/** What happened in a span of time. */
export interface FunnelCounts {
  found: number;
  read: number;
  judged: number;
  fit: number;
  /** Taken by partner campaigns after a no. */
  seeded: number;
  invited: number;
  connected: number;
  completed: number;
  failed: number;
}

export const NO_COUNTS: FunnelCounts = {
  found: 0,
  read: 0,
  judged: 0,
  fit: 0,
  seeded: 0,
  invited: 0,
  connected: 0,
  completed: 0,
  failed: 0,
};

/** Counts what happens, per week since the start; the last week may be short. */
export function createFunnel(days: number): { count: Listener; weeks: readonly FunnelCounts[] } {
  const length = Math.ceil((days * DAY_MS) / WEEK_MS);
  const weeks: FunnelCounts[] = Array.from({ length }, () => ({ ...NO_COUNTS }));
  return {
    weeks,
    count(happening) {
      const stage = stageOf(happening);
      const week = weeks[Math.floor((happening.atMs - START_MS) / WEEK_MS)];
      if (stage !== null && week) week[stage] += 1;
    },
  };
}

function stageOf(happening: Happening): keyof FunnelCounts | null {
  switch (happening.kind) {
    case 'act':
      return happening.act === 'invite' ? 'invited' : null;
    case 'moved':
      return MOVES[happening.to] ?? null;
    case 'awaits':
    case 'looked':
      return null;
    default:
      return happening.kind;
  }
}

const MOVES: Readonly<Partial<Record<string, keyof FunnelCounts>>> = {
  CONNECTED: 'connected',
  COMPLETED: 'completed',
  FAILED: 'failed',
};

export function sumOf(weeks: readonly FunnelCounts[]): FunnelCounts {
  const total = { ...NO_COUNTS };
  const stages = Object.keys(total) as (keyof FunnelCounts)[];
  for (const week of weeks) for (const stage of stages) total[stage] += week[stage];
  return total;
}

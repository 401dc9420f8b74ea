import type { Database } from '@fairlead/db/database';
import type { QueueBacklog } from '@fairlead/shared/queue/backlog';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Pulse } from '@fairlead/shared/runtime/health';
import type { LlmPrice } from '@fairlead/shared/runtime/settings';

export interface SystemMetricsSources {
  db: Database;
  /** Every queue, in the order it is shown. */
  readQueues: () => Promise<readonly ({ queue: string } & QueueBacklog)[]>;
  /** Every account, and whether a browser worker holds its lease. */
  readLeases: () => Promise<readonly { accountId: number; isHeld: boolean }[]>;
  clock: Clock;
  /** Beats at every good tick. */
  ticks: Pulse;
  /** Empty: the cost of the language model is not counted. */
  llmPrices: readonly LlmPrice[];
}

/** Metrics made of one read are asked for at once; two scrapers must not double the work. */
export const CACHE_MS = 5_000;

import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import { CACHE_MS, type SystemMetricsSources } from './sources.ts';

export function registerQueues(
  metrics: Metrics,
  { ticks, readQueues }: Pick<SystemMetricsSources, 'ticks' | 'readQueues'>,
): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_last_good_tick_age_seconds',
      help: 'Time since this scheduler last planned without an error.',
      labels: [],
    },
    () => Promise.resolve([{ labels: {}, value: ticks.ageMs() / 1_000 }]),
  );
  const backlogs = cachedRead(CACHE_MS, readQueues);
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_queue_jobs',
      help: 'Jobs in a queue. waiting: could run now; delayed: their time comes; failed: kept to be looked at.',
      labels: ['queue', 'state'],
    },
    async () =>
      (await backlogs()).flatMap(({ queue, oldestWaitingMs: _, ...counts }) =>
        Object.entries(counts).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_queue_oldest_waiting_seconds',
      help: 'How long the oldest waiting job of a queue has been due; 0 when none waits.',
      labels: ['queue'],
    },
    async () =>
      (await backlogs()).map(({ queue, oldestWaitingMs }) => ({
        labels: { queue },
        value: (oldestWaitingMs ?? 0) / 1_000,
      })),
  );
}

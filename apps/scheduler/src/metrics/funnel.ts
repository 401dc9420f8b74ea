import { countDealsByState } from '@fairlead/db/views/deal-counts';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import type { SystemMetricsSources } from './sources.ts';

export function registerFunnel(metrics: Metrics, { db }: Pick<SystemMetricsSources, 'db'>): void {
  metrics.readAtScrape(
    'gauge',
    { name: 'fairlead_deals', help: 'Deals in each state, of all campaigns.', labels: ['state'] },
    async () =>
      Object.entries(await countDealsByState(db)).map(([state, value]) => ({ labels: { state }, value })),
  );
}

import { readLlmUsage } from '@fairlead/db/repositories/llm-calls';
import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import { llmCost } from '@fairlead/shared/runtime/llm-cost';
import type { Metrics, Sample } from '@fairlead/shared/runtime/metrics';
import { CACHE_MS, type SystemMetricsSources } from './sources.ts';

export function registerLlm(
  metrics: Metrics,
  { db, llmPrices }: Pick<SystemMetricsSources, 'db' | 'llmPrices'>,
): void {
  const usage = cachedRead(CACHE_MS, () => readLlmUsage(db));
  metrics.readAtScrape(
    'counter',
    {
      name: 'fairlead_llm_calls_total',
      help: 'Calls to the language model since the database was made.',
      labels: ['purpose', 'model'],
    },
    async () =>
      (await usage()).map(({ purpose, model, calls }) => ({ labels: { purpose, model }, value: calls })),
  );
  metrics.readAtScrape(
    'counter',
    {
      name: 'fairlead_llm_tokens_total',
      help: 'Tokens sent to (prompt) and received from (completion) the language model since the database was made.',
      labels: ['purpose', 'model', 'direction'],
    },
    async () =>
      (await usage()).flatMap(({ purpose, model, promptTokens, completionTokens }): Sample[] => [
        { labels: { purpose, model, direction: 'prompt' }, value: promptTokens },
        { labels: { purpose, model, direction: 'completion' }, value: completionTokens },
      ]),
  );
  if (llmPrices.length === 0) return;
  metrics.readAtScrape(
    'counter',
    {
      name: 'fairlead_llm_cost_total',
      help: 'What the language model cost since the database was made, at the prices of FAIRLEAD_LLM_PRICES, in their currency.',
      labels: ['purpose', 'model'],
    },
    async () =>
      (await usage()).flatMap((use) => {
        const value = llmCost(use, llmPrices);
        return value === null ? [] : [{ labels: { purpose: use.purpose, model: use.model }, value }];
      }),
  );
}

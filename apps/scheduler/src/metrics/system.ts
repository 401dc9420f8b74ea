import type { Metrics } from '@fairlead/shared/runtime/metrics';
import { registerAccounts } from './accounts.ts';
import { registerFunnel } from './funnel.ts';
import { registerJudgement } from './judgement.ts';
import { registerLlm } from './llm.ts';
import { registerQueues } from './queues.ts';
import type { SystemMetricsSources } from './sources.ts';
import { registerWords } from './words.ts';

/** What is true of the whole system, whichever process is asked: read from Postgres, BullMQ and Redis when Prometheus asks. */
export function registerSystemMetrics(metrics: Metrics, sources: SystemMetricsSources): void {
  registerQueues(metrics, sources);
  registerAccounts(metrics, sources);
  registerLlm(metrics, sources);
  registerFunnel(metrics, sources);
  registerJudgement(metrics, sources);
  registerWords(metrics, sources);
}

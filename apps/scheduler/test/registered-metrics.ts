import type { Database } from '@fairlead/db/database';
import { jobMetrics } from '@fairlead/shared/queue/job-metrics';
import { registerChecks } from '@fairlead/shared/runtime/check-metrics';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { createHealth, createPulse } from '@fairlead/shared/runtime/health';
import { createMetrics } from '@fairlead/shared/runtime/metrics';
import { registerSystemMetrics } from '../src/metrics/system.ts';

/** The names of all metrics that the processes register, as Prometheus reads them. Their values are none: nothing is there to be read. */
export async function registeredMetrics(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics('test', { withProcess: true });
  jobMetrics(metrics);
  registerChecks(metrics, createHealth());
  registerSystemMetrics(metrics, {
    db: {} as Database,
    readQueues: () => Promise.resolve([]),
    readLeases: () => Promise.resolve([]),
    clock: systemClock(),
    ticks: createPulse(),
    llmPrices: [{ model: 'm', prompt: 1, completion: 1 }],
  });
  const types = (await metrics.render()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Set(
    [...types].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

import { expect, test } from 'vitest';
import { createMetrics } from '../runtime/metrics.ts';
import { jobMetrics } from './job-metrics.ts';

test('every attempt is timed and counted; only the first has waited', async () => {
  const metrics = createMetrics('test', { withProcess: false });
  const listener = jobMetrics(metrics);
  const attempt = { queue: 'ml', job: 'embed', runMs: 2_000 } as const;
  listener({ ...attempt, outcome: 'retry', errorClass: 'TypeError', waitMs: 700 });
  listener({ ...attempt, outcome: 'embedded', errorClass: null, waitMs: null });
  const lines = (await metrics.render()).split('\n');
  const of = 'queue="ml",job="embed"';
  const service = 'service="test"';
  expect(lines).toEqual(
    expect.arrayContaining([
      `fairlead_job_wait_seconds_sum{${service},${of}} 0.7`,
      `fairlead_job_wait_seconds_count{${service},${of}} 1`,
      `fairlead_job_run_seconds_sum{${service},${of}} 4`,
      `fairlead_job_run_seconds_count{${service},${of}} 2`,
      `fairlead_jobs_total{${of},outcome="retry",error_class="TypeError",${service}} 1`,
      `fairlead_jobs_total{${of},outcome="embedded",error_class="none",${service}} 1`,
    ]),
  );
});

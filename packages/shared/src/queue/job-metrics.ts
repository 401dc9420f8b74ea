import type { Metrics } from '../runtime/metrics.ts';
import type { JobListener } from './consumer.ts';

// From what a tick takes to what an invitation may.
const RUN_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
// A healthy job waits less than a tick; a queue behind a stopped account waits for hours.
const WAIT_BUCKETS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400];

/** Counts and times what a consumer reports: handlers do not know that they are measured. */
export function jobMetrics(metrics: Metrics): JobListener {
  const observeWait = metrics.histogram(
    {
      name: 'fairlead_job_wait_seconds',
      help: 'Time from when a job was due until a worker first took it.',
      labels: ['queue', 'job'],
    },
    WAIT_BUCKETS,
  );
  const observeRun = metrics.histogram(
    {
      name: 'fairlead_job_run_seconds',
      help: 'Time a worker spent on one attempt of a job.',
      labels: ['queue', 'job'],
    },
    RUN_BUCKETS,
  );
  const countOutcome = metrics.counter({
    name: 'fairlead_jobs_total',
    help: 'Attempts of jobs, by what became of them and, after an error, its class.',
    labels: ['queue', 'job', 'outcome', 'error_class'],
  });
  return ({ queue, job, outcome, errorClass, waitMs, runMs }) => {
    if (waitMs !== null) observeWait({ queue, job }, waitMs / 1_000);
    observeRun({ queue, job }, runMs / 1_000);
    countOutcome({ queue, job, outcome, error_class: errorClass ?? 'none' });
  };
}

import { type Job, Queue } from 'bullmq';
import { wallClockMs } from '../runtime/clock.ts';
import type { Redis } from './connection.ts';

/** What lies in a queue now. */
export interface QueueBacklog {
  /** Jobs that could run now. */
  waiting: number;
  active: number;
  /** Jobs that wait for their time. */
  delayed: number;
  /** Failed jobs that are kept to be looked at. */
  failed: number;
  /** Real milliseconds the oldest waiting job has been due; null when none waits. */
  oldestWaitingMs: number | null;
}

/** Looks into queues without taking from them. */
export interface BacklogReader {
  read(queueName: string): Promise<QueueBacklog>;
  close(): Promise<void>;
}

// The same work is never queued twice, so that more than these wait only where nobody works at all.
const JOBS_LOOKED_AT = 500;

export function createBacklogReader(connection: Redis, prefix: string): BacklogReader {
  const queues = new Map<string, Queue>();
  const queueNamed = (name: string): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new Queue(name, { connection, prefix, skipMetasUpdate: true });
    queue.on('error', () => {}); // Reported by the command that failed.
    queues.set(name, queue);
    return queue;
  };
  return {
    async read(queueName) {
      const queue = queueNamed(queueName);
      const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
      const waiting = await queue.getJobs(['wait', 'prioritized'], 0, JOBS_LOOKED_AT - 1, true);
      return {
        waiting: (counts.wait ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
        failed: counts.failed ?? 0,
        oldestWaitingMs: oldestMs(waiting),
      };
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function oldestMs(jobs: readonly Job[]): number | null {
  if (jobs.length === 0) return null;
  return Math.max(0, wallClockMs() - Math.min(...jobs.map(dueAtMs)));
}

/** When the job could first have been taken, by the wall clock: a job of a schedule is made before its time. */
export function dueAtMs({ timestamp, opts }: Pick<Job, 'timestamp' | 'opts'>): number {
  return timestamp + (opts.delay ?? 0);
}

import { type JobsOptions, Queue } from 'bullmq';
import { wallClockMs } from '../runtime/clock.ts';
import { currentTickId } from '../runtime/correlation.ts';
import type { Logger } from '../runtime/logger.ts';
import { CATALOG, type PlannedJob, queueNameOf, workKey } from './catalog.ts';
import type { Redis } from './connection.ts';
import type { Telemetry } from './telemetry.ts';

/** Only the scheduler enqueues. */
export interface Producer {
  /**
   * Puts a job into its queue unless the same work is already there or running. `slot` makes the job id
   * unique in time. Ids and deduplication spare work, they do not protect: the ledger does.
   */
  enqueue(job: PlannedJob, slot: number): Promise<void>;
  /**
   * Makes sure the `plan` job recurs every `everyMs` real milliseconds: also after Redis was wiped, or
   * the clock was set back and the next one is due in a day.
   */
  ensureTick(everyMs: number): Promise<void>;
  /** Lets every delayed job of the queues run now: each decides anew whether to wait. */
  promoteDelayed(queueNames: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const TICK_SCHEDULER = 'tick';
const BROKEN_AFTER_MS = 60_000;
const KEEP_COMPLETED = 200;
const KEEP_FAILED = 1_000;

/** All BullMQ is told of a job besides its payload. */
export function jobOptions(job: PlannedJob, slot: number): JobsOptions & { jobId: string } {
  const { attempts, backoffMs, priority } = CATALOG[job.name];
  const key = workKey(job);
  return {
    jobId: `${key}-${slot}`,
    deduplication: { id: key },
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    priority,
    removeOnComplete: { count: KEEP_COMPLETED },
    removeOnFail: { count: KEEP_FAILED },
  };
}

/** Neither long overdue nor further ahead than an interval: then the chain of ticks is broken. */
function isOnTime(nextAtMs: number | undefined, everyMs: number): boolean {
  return nextAtMs !== undefined && Math.abs(nextAtMs - wallClockMs()) < everyMs + BROKEN_AFTER_MS;
}

export interface ProducerOptions {
  /** Gets one line for each job. Default: nobody does. */
  log?: Logger;
  /** Default: nothing is traced. */
  telemetry?: Telemetry | null;
}

/**
 * `prefix` keeps several systems apart in one Redis. A job that is queued on behalf of a tick carries the
 * tick's id.
 */
export function createProducer(
  connection: Redis,
  prefix: string,
  { log, telemetry = null }: ProducerOptions = {},
): Producer {
  const queues = new Map<string, Queue>();
  const queueNamed = (name: string): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new Queue(name, { connection, prefix, ...(telemetry ? { telemetry } : {}) });
    queue.on('error', () => {}); // Reported by the command that failed.
    queues.set(name, queue);
    return queue;
  };
  return {
    async enqueue(job, slot) {
      const queue = queueNameOf(job);
      const options = jobOptions(job, slot);
      const tickId = currentTickId();
      const data = { ...job.payload, ...(tickId === null ? {} : { tickId }) };
      const queued = await queueNamed(queue).add(job.name, data, options);
      const message = queued.id === options.jobId ? 'job queued' : 'the same work is queued already';
      log?.info({ queue, job: job.name, jobId: queued.id ?? options.jobId, ...job.payload }, message);
    },
    async ensureTick(everyMs) {
      const queue = queueNamed('tick');
      const existing = await queue.getJobScheduler(TICK_SCHEDULER);
      const beginsTraces = existing?.template?.opts?.telemetry?.omitContext === true;
      if (existing?.every === everyMs && beginsTraces && isOnTime(existing.next, everyMs)) return;
      if (existing) await queue.removeJobScheduler(TICK_SCHEDULER);
      await queue.upsertJobScheduler(
        TICK_SCHEDULER,
        { every: everyMs },
        {
          name: 'plan',
          data: {},
          opts: {
            removeOnComplete: { count: KEEP_COMPLETED },
            removeOnFail: { count: KEEP_FAILED },
            // Each tick begins a trace: it would be part of the one before, which queued it.
            telemetry: { omitContext: true },
          },
        },
      );
    },
    async promoteDelayed(queueNames) {
      for (const name of queueNames) await queueNamed(name).promoteJobs();
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

import { CATALOG, type PlannedJob, queueNameOf, workKey } from '@fairlead/shared/queue/catalog';
import TinyQueue from 'tinyqueue';
import type { JobEnd } from './jobs.ts';

/** The queues and their workers. All instants are milliseconds. */
export interface Queues {
  /** Drops a job whose work is waiting or being done already. */
  enqueue(job: PlannedJob, nowMs: number): void;
  /** Hands jobs to free workers, the most important first. Returns whether any changed a fact. */
  run(nowMs: number): boolean;
  /** When a worker is free for a job that waits; infinite when none waits. */
  nextMs(): number;
}

interface Queue {
  waiting: TinyQueue<{ job: PlannedJob; order: number }>;
  /** When each of its workers is free. */
  freeMs: number[];
}

// As the workers run: one browser per account, four jobs at a time of an ML worker.
const WORKERS = { tick: 1, browser: 1, ml: 4 } as const;

export function createQueues(execute: (job: PlannedJob, nowMs: number) => JobEnd): Queues {
  const queues = new Map<string, Queue>();
  /** When the work of each key is done; infinite while it waits. */
  const doneMs = new Map<string, number>();
  let enqueued = 0;

  const queueOf = (job: PlannedJob): Queue => {
    const name = queueNameOf(job);
    const known = queues.get(name);
    if (known) return known;
    const queue = {
      waiting: new TinyQueue<{ job: PlannedJob; order: number }>(
        [],
        (a, b) => CATALOG[a.job.name].priority - CATALOG[b.job.name].priority || a.order - b.order,
      ),
      freeMs: Array.from({ length: WORKERS[CATALOG[job.name].queue] }, () => 0),
    };
    queues.set(name, queue);
    return queue;
  };
  /** Null when there is no job or no free worker. */
  const takeFrom = ({ waiting, freeMs }: Queue, nowMs: number): JobEnd | null => {
    const worker = freeMs.findIndex((atMs) => atMs <= nowMs);
    const next = worker === -1 ? undefined : waiting.pop();
    if (!next) return null;
    const end = execute(next.job, nowMs);
    const untilMs = nowMs + end.busyMs;
    freeMs[worker] = untilMs;
    doneMs.set(workKey(next.job), untilMs);
    return end;
  };
  return {
    enqueue(job, nowMs) {
      const key = workKey(job);
      if ((doneMs.get(key) ?? 0) > nowMs) return;
      doneMs.set(key, Number.POSITIVE_INFINITY);
      queueOf(job).waiting.push({ job, order: enqueued++ });
    },
    run(nowMs) {
      let changed = false;
      for (const queue of queues.values()) {
        for (let end = takeFrom(queue, nowMs); end; end = takeFrom(queue, nowMs)) changed ||= end.changed;
      }
      return changed;
    },
    nextMs() {
      const waiting = [...queues.values()].filter((queue) => queue.waiting.length > 0);
      return Math.min(Number.POSITIVE_INFINITY, ...waiting.flatMap(({ freeMs }) => freeMs));
    },
  };
}

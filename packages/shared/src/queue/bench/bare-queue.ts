import { type JobsOptions, Queue, Worker } from 'bullmq';
import type { Redis } from '../connection.ts';

/** BullMQ as it is, without anything of ours: what ours is measured against. */
export interface BareQueue {
  add(id: string, data: object): Promise<void>;
  close(): Promise<void>;
}

export interface BareQueueOptions {
  /** Two connections: a worker blocks on its own. */
  producing: Redis;
  consuming: Redis;
  prefix: string;
  concurrency: number;
  /** For each job, by its id. */
  jobOptions: (id: string) => JobsOptions;
  /** The processor: told of every job, does nothing else. */
  onJob: () => void;
}

const NAME = 'bare';

export function startBareQueue(options: BareQueueOptions): BareQueue {
  const { producing, consuming, prefix, concurrency, jobOptions, onJob } = options;
  const queue = new Queue(NAME, { connection: producing, prefix });
  const processor = (): Promise<null> => {
    onJob();
    return Promise.resolve(null);
  };
  const worker = new Worker(NAME, processor, { connection: consuming, prefix, concurrency });
  return {
    add: async (id, data) => {
      await queue.add(NAME, data, jobOptions(id));
    },
    close: async () => {
      await worker.close();
      await queue.close();
    },
  };
}

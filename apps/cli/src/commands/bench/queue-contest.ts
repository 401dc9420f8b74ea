import { startBareQueue } from '@fairlead/shared/queue/bench/bare-queue';
import type { PlannedJob } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { startConsumer } from '@fairlead/shared/queue/consumer';
import { jobMetrics } from '@fairlead/shared/queue/job-metrics';
import { createProducer, jobOptions } from '@fairlead/shared/queue/producer';
import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';
import { onBehalfOf } from '@fairlead/shared/runtime/correlation';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { createMetrics } from '@fairlead/shared/runtime/metrics';

/** Ours; BullMQ with the options we give each job; BullMQ with none but what keeps Redis from filling up. */
export type Contestant = 'ours' | 'bare' | 'plain';

export interface Contest {
  /** Adds so many jobs while a worker does them. Returns the milliseconds until the last is done. */
  run(contestant: Contestant, jobs: number): Promise<number>;
  close(): Promise<void>;
}

interface Rival {
  add(n: number): Promise<void>;
  close(): Promise<void>;
}

const PREFIX = 'bench';
const TICK = 'tick-of-the-bench';
/** Added together: a tick does not wait for one job before it adds the next. */
const CHUNK = 100;

const jobOf = (n: number): PlannedJob => ({ name: 'qualify', payload: { campaignId: n } });
const PLAIN = { removeOnComplete: { count: 200 }, removeOnFail: { count: 1_000 } };

export async function openContest(redisUrl: string, concurrency: number, clock: Clock): Promise<Contest> {
  const producing = await connectRedis(redisUrl, 'producer');
  const consuming = await connectRedis(redisUrl, 'worker');
  const connections = { producing, consuming };
  // As in a worker, but that the lines go nowhere.
  const log = createLogger({ service: 'bench', level: 'info', destination: { write: () => {} } });
  const listener = jobMetrics(createMetrics('bench', { withProcess: true }));
  const done = { outcome: 'done' };

  const startOurs = (onJob: () => void): Rival => {
    const handler = () => {
      onJob();
      return Promise.resolve(done);
    };
    const consumer = startConsumer({
      kind: 'ml',
      queueName: 'ml',
      connection: consuming,
      prefix: PREFIX,
      concurrency,
      handlers: {
        embed: handler,
        draft: handler,
        qualify: handler,
        fit: handler,
        seed: handler,
        keywords: handler,
      },
      listener,
      exit: () => {},
      clock,
      log,
    });
    const producer = createProducer(producing, PREFIX, { log });
    return {
      add: (n) => onBehalfOf(TICK, () => producer.enqueue(jobOf(n), n)),
      close: async () => {
        await consumer.close();
        await producer.close();
      },
    };
  };
  const startBare = (onJob: () => void, options: (n: number) => object): Rival => {
    const bare = startBareQueue({
      ...connections,
      prefix: PREFIX,
      concurrency,
      jobOptions: (id) => options(Number(id)),
      onJob,
    });
    return { add: (n) => bare.add(`${n}`, jobOf(n).payload), close: bare.close };
  };
  const start = (contestant: Contestant, onJob: () => void): Rival => {
    if (contestant === 'ours') return startOurs(onJob);
    return startBare(onJob, contestant === 'bare' ? (n) => jobOptions(jobOf(n), n) : () => PLAIN);
  };
  return {
    async run(contestant, jobs) {
      await producing.flushall();
      const { promise: allDone, resolve } = Promise.withResolvers<void>();
      let left = jobs;
      const rival = start(contestant, () => {
        left -= 1;
        if (left === 0) resolve();
      });
      const elapsedMs = elapsedTimer();
      for (let first = 1; first <= jobs; first += CHUNK) {
        const chunk = Array.from({ length: Math.min(CHUNK, jobs - first + 1) }, (_, i) =>
          rival.add(first + i),
        );
        await Promise.all(chunk);
      }
      await allDone;
      const ms = elapsedMs();
      await rival.close();
      return ms;
    },
    async close() {
      producing.disconnect();
      consuming.disconnect();
      await Promise.resolve();
    },
  };
}

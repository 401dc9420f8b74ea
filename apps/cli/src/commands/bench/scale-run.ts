import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { createScratchSchema } from '@fairlead/db/scratch-schema';
import { type PlannedJob, QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import { connectRedis } from '@fairlead/shared/queue/connection';
import { createProducer, type Producer } from '@fairlead/shared/queue/producer';
import { type Clock, elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Failed } from '../../failed.ts';
import { launcher } from '../../stack/launcher.ts';
import type { BenchFrame } from './frame.ts';
import {
  countJudgedLeads,
  ownLeads,
  readScaleProgress,
  type ScaleProgress,
  type ScaleWorld,
  seedScaleWorld,
} from './scale-world.ts';
import type { BenchServers } from './servers.ts';

export interface ScaleRun {
  workers: number;
  leads: number;
  embedder: string;
}

const SCHEMA = 'fairlead_bench_scale';
const ML_READY_MS = 600_000;
const TICK_MS = 100;
const STALLED_AFTER_MS = 120_000;

/** Embeds every lead and judges each once, with as many ML workers as asked for, on fresh data. Returns the seconds it took. */
export async function runScale(run: ScaleRun, servers: BenchServers, frame: BenchFrame): Promise<number> {
  const schema = await createScratchSchema(servers.databaseUrl, SCHEMA);
  const db = await connectDatabase(schema.url, { max: 2 });
  const redis = await connectRedis(servers.redisUrl, 'producer');
  const producer = createProducer(redis, QUEUE_PREFIX);
  const supervisor = frame.supervise();
  try {
    await migrate(db);
    const world = await seedScaleWorld(db, run.leads, frame.clock.now());
    // One after another: together they would fetch the same model, and starting is not what is measured.
    const launch = launcher(frame.stateDir, supervisor);
    const environment = workerEnvironment(run, schema.url, servers, frame.stateDir);
    for (let replica = 1; replica <= run.workers; replica++)
      await launch('ml-worker', [], environment, ML_READY_MS, replica);
    const seconds = await Promise.race([drive(world, db, producer, frame.clock), supervisor.failed]);
    const judged = await countJudgedLeads(db);
    if (judged !== run.leads) throw new Failed(`${run.leads} verdicts were of ${judged} leads.`);
    return seconds;
  } finally {
    await supervisor.stop();
    await producer.close();
    // The jobs of this run would be taken by the workers of the next.
    await redis.flushall();
    redis.disconnect();
    await db.destroy();
    await schema.drop();
  }
}

function workerEnvironment(
  { embedder }: ScaleRun,
  databaseUrl: string,
  { redisUrl, sandboxUrl }: BenchServers,
  stateDir: string,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    FAIRLEAD_TARGET: 'sandbox',
    FAIRLEAD_STATE_DIR: stateDir,
    FAIRLEAD_LLM_API_KEY: 'sandbox',
    FAIRLEAD_LLM_MODEL: 'sandbox-model',
    FAIRLEAD_LLM_BASE_URL: `${sandboxUrl}/v1`,
    FAIRLEAD_EMBEDDER: embedder,
  };
}

/** Stands in for the scheduler: enqueues what there is to do, without its pace. Returns the seconds until all is done. */
async function drive(world: ScaleWorld, db: Database, producer: Producer, clock: Clock): Promise<number> {
  const elapsedMs = elapsedTimer();
  let progressMs = 0;
  let before = -1;
  for (let slot = 1; ; slot++) {
    const progress = await readScaleProgress(db);
    const done = progress.embedded + total(progress);
    if (total(progress) === world.leads) return elapsedMs() / 1_000;
    if (done > before) progressMs = elapsedMs();
    before = done;
    if (elapsedMs() - progressMs > STALLED_AFTER_MS) {
      throw new Failed(
        `Nothing was done for ${STALLED_AFTER_MS / 1_000} s: ${total(progress)} leads are judged.`,
      );
    }
    await Promise.all(jobsFor(world, progress).map((job) => producer.enqueue(job, slot)));
    await clock.sleepRealMs(TICK_MS);
  }
}

function jobsFor({ campaignIds, leads }: ScaleWorld, { embedded, judged }: ScaleProgress): PlannedJob[] {
  const embed: PlannedJob[] = embedded < leads ? [{ name: 'embed', payload: {} }] : [];
  const qualify = campaignIds.filter((id, i) => ownLeads(embedded, i) > (judged.get(id) ?? 0));
  return [...embed, ...qualify.map((campaignId) => ({ name: 'qualify' as const, payload: { campaignId } }))];
}

const total = ({ judged }: ScaleProgress): number =>
  [...judged.values()].reduce((sum, count) => sum + count, 0);

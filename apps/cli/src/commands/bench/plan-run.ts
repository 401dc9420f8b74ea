import { type ExplainedQuery, explainQueries } from '@fairlead/db/bench/explain';
import { addFinishedLeads, seedLargeWorld } from '@fairlead/db/bench/large-world';
import { openLeads, type WorldSize } from '@fairlead/db/bench/world-size';
import { connectDatabase, type Database, type DatabaseOptions } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { readPlanSnapshot } from '@fairlead/db/repositories/snapshot';
import { countLeads } from '@fairlead/db/repositories/tallies';
import { createScratchSchema } from '@fairlead/db/scratch-schema';
import { DEFAULT_PACE } from '@fairlead/plan/pace';
import { type Plan, plan } from '@fairlead/plan/plan';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { Failed } from '../../failed.ts';
import type { BenchFrame } from './frame.ts';

const SCHEMA = 'fairlead_bench_plan';
const WARM_UP = 10;
const OPTIONS = { embeddingModel: EMBEDDING_MODELS.hashing, countUpTo: 200 };

export interface PlanRun {
  /** As the database counts them. */
  leads: number;
  /** Milliseconds of each measurement, with all finished leads, and with a tenth of them. */
  full: readonly number[];
  tenth: readonly number[];
  ownCpuMs: number;
  explained: readonly ExplainedQuery[];
}

/** Measures on a large world in a schema of its own, which is removed afterwards. */
export async function measurePlanRun(
  { size, runs }: { size: WorldSize; runs: number },
  databaseUrl: string,
  { out, clock, onStop }: BenchFrame,
): Promise<PlanRun> {
  const schema = await createScratchSchema(databaseUrl, SCHEMA);
  onStop(() => schema.drop());
  const queries: Parameters<NonNullable<DatabaseOptions['onQuery']>>[0][] = [];
  const db = await connectDatabase(schema.url, { max: 2, onQuery: (query) => void queries.push(query) });
  onStop(() => db.destroy());
  const now = clock.now();
  await migrate(db);
  const tookMs = elapsedTimer();
  const said = (what: string): void =>
    out.step(`${what} (${(tookMs() / 1_000).toFixed(0)} s since the start)`);
  await seedLargeWorld(db, size, OPTIONS.embeddingModel, now);
  said('The unfinished work stands');
  const finished = size.leads - openLeads(size);
  const first = Math.max(0, Math.round(finished / 10));
  await addFinishedLeads(db, first, now);
  said(`${first} finished leads stand; measuring`);
  const tenth = await measure(db, runs, now);
  await addFinishedLeads(db, Math.max(0, finished - first), now);
  said(`${Math.max(0, finished)} finished leads stand; measuring`);
  const full = await measure(db, runs, now);
  queries.length = 0;
  await snapshotAndPlan(db, now);
  const explained = await explainQueries(db, [...queries]);
  return { leads: await countLeads(db), full: full.ms, tenth: tenth.ms, ownCpuMs: full.ownCpuMs, explained };
}

async function measure(db: Database, runs: number, now: Date): Promise<{ ms: number[]; ownCpuMs: number }> {
  for (let i = 0; i < WARM_UP; i++) await snapshotAndPlan(db, now);
  const ms: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) {
    const elapsedMs = elapsedTimer();
    const { firings } = await snapshotAndPlan(db, now);
    ms.push(elapsedMs());
    if (firings.length === 0) throw new Failed('The plan found nothing to do in a world full of work.');
  }
  const { user, system } = process.cpuUsage(before);
  return { ms, ownCpuMs: (user + system) / 1_000 / runs };
}

/** What a tick does before it enqueues. */
async function snapshotAndPlan(db: Database, now: Date): Promise<Plan> {
  return plan(await readPlanSnapshot(db, OPTIONS, now), DEFAULT_PACE, now, seededRandom(1));
}

import { seedPageWorld } from '@fairlead/db/bench/page-world';
import type { WorldSize } from '@fairlead/db/bench/world-size';
import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { countLeads } from '@fairlead/db/repositories/tallies';
import { upsertUser } from '@fairlead/db/repositories/users';
import { createScratchSchema } from '@fairlead/db/scratch-schema';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { generateMasterKey, hashPassword, randomToken } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { Failed } from '../../failed.ts';
import { launcher } from '../../stack/launcher.ts';
import { startBenchRedis } from './bench-redis.ts';
import type { BenchFrame } from './frame.ts';
import { type PageClient, signIn } from './page-client.ts';
import { type BenchPage, nextPathIn, type PageIds, pagesOf } from './page-list.ts';

const SCHEMA = 'fairlead_bench_pages';
const READY_MS = 60_000;
const USER = 'bench';

export interface MeasuredPage {
  name: string;
  /** The first time anybody asks. */
  firstMs: number;
  /** Every time after. */
  ms: readonly number[];
}

/** Fills a schema of its own, serves it by the real dashboard, and asks for each page `runs` times. */
export async function measurePagesRun(
  { size, vivid, runs }: { size: WorldSize; vivid?: number | undefined; runs: number },
  databaseUrl: string,
  frame: BenchFrame,
): Promise<{ leads: number; pages: MeasuredPage[] }> {
  const { out, clock, stateDir, onStop } = frame;
  const schema = await createScratchSchema(databaseUrl, SCHEMA);
  onStop(() => schema.drop());
  const db = await connectDatabase(schema.url, { max: 2 });
  onStop(() => db.destroy());
  await migrate(db);
  const tookMs = elapsedTimer();
  await seedPageWorld(db, size, EMBEDDING_MODELS.hashing, clock.now(), vivid);
  const leads = await countLeads(db);
  out.step(`${leads} leads stand (${(tookMs() / 1_000).toFixed(0)} s); measuring`);
  const password = randomToken();
  const passwordHash = await hashPassword(new Secret(password));
  await upsertUser(db, { name: USER, role: 'owner', passwordHash }, clock.now());
  const redisUrl = await startBenchRedis(frame);
  const environment = {
    DATABASE_URL: schema.url,
    REDIS_URL: redisUrl,
    FAIRLEAD_SECRET_KEY: generateMasterKey(),
    FAIRLEAD_DASHBOARD_PORT: '0',
    FAIRLEAD_LOG_LEVEL: 'warn',
  };
  const { ready } = await launcher(stateDir, frame.supervise())('dashboard', [], environment, READY_MS);
  const client = await signIn(ready.url ?? '', USER, password);
  const pages = [];
  for (const page of pagesOf(await someIds(db))) pages.push(...(await measurePage(client, page, runs)));
  return { leads, pages };
}

async function someIds(db: Database): Promise<PageIds> {
  const { id: vividLead } = await db
    .selectFrom('embedding')
    .innerJoin('lead', 'lead.id', 'embedding.lead_id')
    .select('lead.id')
    .where('lead.state', '=', 'promoted')
    .orderBy('lead.id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const conversation = await db
    .selectFrom('conversation')
    .select('id')
    .where('replied_at', 'is not', null)
    .orderBy('last_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { vividLead, conversation: conversation?.id ?? 0 };
}

/** The page, and the one behind it where it has one. */
async function measurePage(client: PageClient, page: BenchPage, runs: number): Promise<MeasuredPage[]> {
  const { measured, body } = await measureOne(client, page, runs);
  const next = nextPathIn(body);
  if (next === null) return [measured];
  const second = await measureOne(client, { name: `${page.name} (next)`, path: next, shows: '' }, runs);
  return [measured, second.measured];
}

async function measureOne(client: PageClient, { name, path, shows }: BenchPage, runs: number) {
  const first = await client.get(path);
  if (!first.body.includes(shows)) throw new Failed(`${path} does not show “${shows}”.`);
  const ms: number[] = [];
  for (let i = 0; i < runs; i++) ms.push((await client.get(path)).ms);
  return { measured: { name, firstMs: first.ms, ms }, body: first.body };
}

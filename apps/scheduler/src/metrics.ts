import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { readLlmUsage } from '@fairlead/db/repositories/llm-calls';
import { countDealsByState } from '@fairlead/db/views/deal-counts';
import { readQuotaUse } from '@fairlead/db/views/limit-use';
import { HOUR_MS, LIMITED_KINDS } from '@fairlead/shared/domain/limits';
import type { BacklogReader } from '@fairlead/shared/queue/backlog';
import { browserQueueName } from '@fairlead/shared/queue/catalog';
import { cachedRead } from '@fairlead/shared/runtime/cached-read';
import type { Clock } from '@fairlead/shared/runtime/clock';
import type { Pulse } from '@fairlead/shared/runtime/health';
import type { Metrics, Sample } from '@fairlead/shared/runtime/metrics';

export interface SystemMetricsSources {
  db: Database;
  backlog: BacklogReader;
  clock: Clock;
  /** Beats at every good tick. */
  ticks: Pulse;
}

// Metrics made of one read are asked for at once; two scrapers must not double the work.
const CACHE_MS = 5_000;

/** What is true of the whole system, whichever process is asked: read from Postgres and BullMQ when Prometheus asks. */
export function registerSystemMetrics(metrics: Metrics, sources: SystemMetricsSources): void {
  registerTicks(metrics, sources);
  registerQueues(metrics, sources);
  registerAccounts(metrics, sources);
  registerLlm(metrics, sources);
  registerDeals(metrics, sources);
}

function registerTicks(metrics: Metrics, { ticks }: SystemMetricsSources): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_last_good_tick_age_seconds',
      help: 'Time since this scheduler last planned without an error.',
      labels: [],
    },
    () => Promise.resolve([{ labels: {}, value: ticks.ageMs() / 1_000 }]),
  );
}

function registerQueues(metrics: Metrics, { db, backlog }: SystemMetricsSources): void {
  const backlogs = cachedRead(CACHE_MS, async () => {
    const accounts = await listAccounts(db);
    const queues = ['tick', 'ml', ...accounts.map(({ id }) => browserQueueName(id))];
    return await Promise.all(queues.map(async (queue) => ({ queue, ...(await backlog.read(queue)) })));
  });
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_queue_jobs',
      help: 'Jobs in a queue. waiting: could run now; delayed: their time comes; failed: kept to be looked at.',
      labels: ['queue', 'state'],
    },
    async () =>
      (await backlogs()).flatMap(({ queue, oldestWaitingMs: _, ...counts }) =>
        Object.entries(counts).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_queue_oldest_waiting_seconds',
      help: 'How long the oldest waiting job of a queue has been due; 0 when none waits.',
      labels: ['queue'],
    },
    async () =>
      (await backlogs()).map(({ queue, oldestWaitingMs }) => ({
        labels: { queue },
        value: (oldestWaitingMs ?? 0) / 1_000,
      })),
  );
}

function registerAccounts(metrics: Metrics, { db, clock }: SystemMetricsSources): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_account_usable',
      help: '1 while an account may be worked; 0 when it is switched off or stopped.',
      labels: ['account'],
    },
    async () =>
      (await listAccounts(db)).map(({ id, active, health }) => ({
        labels: { account: id },
        value: active && health === 'ok' ? 1 : 0,
      })),
  );
  const uses = cachedRead(CACHE_MS, () => limitUses(db, clock.now()));
  const labels = ['account', 'kind', 'window'];
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_limit_used_actions',
      help: 'Actions of an account that count against a rolling window of a limit now.',
      labels,
    },
    async () => (await uses()).map(({ used, ...use }) => ({ labels: use.labels, value: used })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_limit_max_actions',
      help: 'Actions an account may take in a rolling window.',
      labels,
    },
    async () => (await uses()).map(({ max, ...use }) => ({ labels: use.labels, value: max })),
  );
}

interface LimitUse {
  labels: { account: number; kind: string; window: string };
  used: number;
  max: number;
}

async function limitUses(db: Database, now: Date): Promise<LimitUse[]> {
  const uses: LimitUse[] = [];
  for (const account of await listAccounts(db)) {
    for (const kind of LIMITED_KINDS) {
      for (const { windowMs, used, max } of await readQuotaUse(db, account, kind, now))
        uses.push({ labels: { account: account.id, kind, window: `${windowMs / HOUR_MS}h` }, used, max });
    }
  }
  return uses;
}

function registerLlm(metrics: Metrics, { db }: SystemMetricsSources): void {
  const usage = cachedRead(CACHE_MS, () => readLlmUsage(db));
  metrics.readAtScrape(
    'counter',
    {
      name: 'fairlead_llm_calls_total',
      help: 'Calls to the language model since the database was made.',
      labels: ['purpose', 'model'],
    },
    async () =>
      (await usage()).map(({ purpose, model, calls }) => ({ labels: { purpose, model }, value: calls })),
  );
  metrics.readAtScrape(
    'counter',
    {
      name: 'fairlead_llm_tokens_total',
      help: 'Tokens sent to (prompt) and received from (completion) the language model since the database was made.',
      labels: ['purpose', 'model', 'direction'],
    },
    async () =>
      (await usage()).flatMap(({ purpose, model, promptTokens, completionTokens }): Sample[] => [
        { labels: { purpose, model, direction: 'prompt' }, value: promptTokens },
        { labels: { purpose, model, direction: 'completion' }, value: completionTokens },
      ]),
  );
}

function registerDeals(metrics: Metrics, { db }: SystemMetricsSources): void {
  metrics.readAtScrape(
    'gauge',
    { name: 'fairlead_deals', help: 'Deals in each state, of all campaigns.', labels: ['state'] },
    async () =>
      Object.entries(await countDealsByState(db)).map(([state, value]) => ({ labels: { state }, value })),
  );
}

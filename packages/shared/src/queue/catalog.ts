import { z } from 'zod';
import type { Lane } from '../domain/lane.ts';

const id = z.int().positive();
const AccountJob = z.object({ campaignId: id, accountId: id });
const CampaignJob = z.object({ campaignId: id });
const Nothing = z.object({});

/** What every job carries besides its payload. A job that was queued without it is as good. */
export const Envelope = z.object({
  /** Of the tick that planned it: joins the log lines of all processes. */
  tickId: z.string().min(1).max(64).optional(),
});

/** Of every key in Redis. */
export const QUEUE_PREFIX = 'fairlead';

/** Which kind of consumer takes a job. `browser` stands for one queue per account. */
export type QueueKind = 'tick' | 'browser' | 'ml';

/** Every fact of a job. */
export interface CatalogRow<P extends z.ZodType = z.ZodType, K extends QueueKind = QueueKind> {
  queue: K;
  payload: P;
  /** How often an unexpected error is tried in all. Acts have one: the plan fires again, the ledger decides. */
  attempts: number;
  /** First wait before a retry, real milliseconds; doubles. */
  backoffMs: number;
  /** Real milliseconds until the job's signal aborts. */
  timeoutMs: number;
  /** 1 is taken first. */
  priority: number;
  /** Two jobs of one lane with the same key are the same work. */
  key: (payload: z.output<P>) => string;
}

// Keeps the queue's name as a type, from which the handlers of each kind are derived.
const row = <P extends z.ZodType, const K extends QueueKind>(facts: CatalogRow<P, K>): CatalogRow<P, K> =>
  facts;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const byCampaign = ({ campaignId }: { campaignId: number }): string => `${campaignId}`;
const byCampaignAndAccount = (job: z.output<typeof AccountJob>): string =>
  `${job.campaignId}-${job.accountId}`;
const single = (): string => 'all';

/**
 * The one list of jobs. A job carries ids, never data: it resolves its target when it runs, so that a
 * duplicated, delayed or lost job is harmless.
 */
export const CATALOG = {
  plan: row({
    queue: 'tick',
    payload: Nothing,
    attempts: 1,
    backoffMs: SECOND,
    timeoutMs: MINUTE,
    priority: 1,
    key: single,
  }),
  settle: row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 1,
    backoffMs: SECOND,
    timeoutMs: 5 * MINUTE,
    priority: 1,
    key: byCampaignAndAccount,
  }),
  connect: row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 1,
    backoffMs: SECOND,
    timeoutMs: 3 * MINUTE,
    priority: 2,
    key: byCampaignAndAccount,
  }),
  'check-pending': row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 1,
    backoffMs: SECOND,
    timeoutMs: 10 * MINUTE,
    priority: 3,
    key: byCampaignAndAccount,
  }),
  'follow-up': row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 1,
    backoffMs: SECOND,
    timeoutMs: 5 * MINUTE,
    priority: 4,
    key: byCampaignAndAccount,
  }),
  enrich: row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 3,
    backoffMs: 5 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 5,
    key: byCampaignAndAccount,
  }),
  search: row({
    queue: 'browser',
    payload: AccountJob,
    attempts: 2,
    backoffMs: 10 * SECOND,
    timeoutMs: 5 * MINUTE,
    priority: 6,
    key: byCampaignAndAccount,
  }),
  embed: row({
    queue: 'ml',
    payload: Nothing,
    attempts: 3,
    backoffMs: 2 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 1,
    key: single,
  }),
  draft: row({
    queue: 'ml',
    payload: CampaignJob,
    attempts: 3,
    backoffMs: 5 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 2,
    key: byCampaign,
  }),
  qualify: row({
    queue: 'ml',
    payload: CampaignJob,
    attempts: 3,
    backoffMs: 5 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 3,
    key: byCampaign,
  }),
  fit: row({
    queue: 'ml',
    payload: CampaignJob,
    attempts: 2,
    backoffMs: 5 * SECOND,
    timeoutMs: 5 * MINUTE,
    priority: 4,
    key: byCampaign,
  }),
  seed: row({
    queue: 'ml',
    payload: CampaignJob,
    attempts: 3,
    backoffMs: 5 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 5,
    key: byCampaign,
  }),
  keywords: row({
    queue: 'ml',
    payload: CampaignJob,
    attempts: 3,
    backoffMs: 5 * SECOND,
    timeoutMs: 2 * MINUTE,
    priority: 6,
    key: byCampaign,
  }),
} as const satisfies Record<Lane | 'plan', CatalogRow>;

export type JobName = keyof typeof CATALOG;
export type PayloadOf<N extends JobName> = z.output<(typeof CATALOG)[N]['payload']>;
/** The jobs a kind of consumer must handle. */
export type JobsOf<K extends QueueKind> = {
  [N in JobName]: (typeof CATALOG)[N]['queue'] extends K ? N : never;
}[JobName];

/** Job names of one kind of queue, in order of priority. */
export function jobNamesOf<K extends QueueKind>(kind: K): readonly JobsOf<K>[] {
  const names = Object.keys(CATALOG) as JobName[];
  return names.filter((name) => CATALOG[name].queue === kind) as JobsOf<K>[];
}

/** A job with its payload, before it is in a queue. */
export type PlannedJob<N extends JobName = JobName> = { [M in N]: { name: M; payload: PayloadOf<M> } }[N];

/** The queue a job goes to. */
export function queueNameOf(job: PlannedJob): string {
  const { queue } = CATALOG[job.name];
  if (queue !== 'browser') return queue;
  return browserQueueName(AccountJob.parse(job.payload).accountId);
}

/** One queue per account, so that an account is worked by one browser at a time. */
export function browserQueueName(accountId: number): string {
  return `browser.${accountId}`;
}

/** Who holds this key works the account. */
export function accountLeaseKey(accountId: number, prefix: string): string {
  return `${prefix}:lease:account:${accountId}`;
}

/** `<lane>-<campaign>…`: the identity of the work, without the slot. */
export function workKey(job: PlannedJob): string {
  const { key } = CATALOG[job.name] as CatalogRow;
  return `${job.name}-${key(job.payload)}`;
}

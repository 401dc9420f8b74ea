import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Clock } from '../runtime/clock.ts';
import { elapsedTimer, wallClockMs } from '../runtime/clock.ts';
import { currentTickId, onBehalfOf } from '../runtime/correlation.ts';
import { coerceError, Permanent } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { onceInARow } from '../runtime/once-in-a-row.ts';
import { NO_TRACING, type SpanFacts, type Tracing } from '../runtime/tracing.ts';
import { dueAtMs } from './backlog.ts';
import {
  CATALOG,
  Envelope,
  type JobName,
  type JobsOf,
  jobNamesOf,
  type PayloadOf,
  type QueueKind,
} from './catalog.ts';
import type { Redis } from './connection.ts';
import { createJobSignals, type JobSignals } from './job-signals.ts';
import { type AccountStop, type Decision, settle } from './settle.ts';
import type { Telemetry } from './telemetry.ts';

/** What a handler reports: a short word for what became of the job, and the ids it touched. */
export interface Outcome {
  outcome: string;
  [fact: string]: string | number | boolean | null;
}

/** All a handler may touch besides its dependencies. */
export interface JobContext {
  jobId: string;
  attempt: number;
  log: Logger;
  /** Aborts at the catalog row's timeout and when the process stops. */
  signal: AbortSignal;
}

export type Handler<N extends JobName> = (payload: PayloadOf<N>, ctx: JobContext) => Promise<Outcome>;
/** One handler per job of the kind: a missing one does not compile. */
export type HandlersFor<K extends QueueKind> = { readonly [N in JobsOf<K>]: Handler<N> };

/** What decisions about a whole account do. Called with the ids of the job that threw. */
export interface AccountEffects {
  stopAccount(payload: unknown, stop: AccountStop, detail: string): Promise<void>;
  /** LinkedIn asks to slow down. */
  coolAccount(payload: unknown, detail: string): Promise<void>;
  closeLane(payload: unknown, lane: string, until: Date, reason: string): Promise<void>;
}

/** One attempt of a job, after it ended. */
export interface JobEvent {
  queue: QueueKind;
  job: string;
  /** The handler's own word, or what was decided about the error. */
  outcome: string;
  errorClass: string | null;
  /** Real milliseconds from due to taken; null when the job had been taken before. */
  waitMs: number | null;
  /** Real milliseconds. */
  runMs: number;
}

/** Told of every attempt, for metrics and health. Must not throw. */
export type JobListener = (event: JobEvent) => void;

export interface ConsumerOptions<K extends QueueKind> {
  kind: K;
  /** Name of the queue; differs from `kind` only for `browser`. */
  queueName: string;
  connection: Redis;
  prefix: string;
  concurrency: number;
  handlers: HandlersFor<K>;
  /** Only queues that work accounts have them; elsewhere such an error is unexpected. */
  accountEffects?: AccountEffects;
  listener?: JobListener;
  /** Names a job that no tick planned, because it is one. */
  newTickId?: () => string;
  /** Default: nothing is traced. */
  tracing?: Tracing;
  telemetry?: Telemetry | null;
  /** Ends the process: the operator must change something first. */
  exit: (error: Error) => void;
  clock: Clock;
  log: Logger;
}

export interface Consumer {
  /** Takes no new job, waits for the running ones (their signals abort). */
  close(): Promise<void>;
}

/**
 * Real milliseconds after which the job of a worker that died is taken by another. Longer where a
 * computation may keep the process from renewing its lock.
 */
const LOCK_MS: Readonly<Record<QueueKind, number>> = { tick: 10_000, browser: 10_000, ml: 60_000 };

/** A job that outlives this many workers kills them, perhaps: it fails, and the plan makes another. */
const MOST_CRASHES = 3;

/** The only file that works with BullMQ's Worker, but for what it is measured against. Refuses to start when a handler is missing or unknown. */
export function startConsumer<K extends QueueKind>(options: ConsumerOptions<K>): Consumer {
  assertHandlers(options);
  const signals = createJobSignals();
  const worker = new Worker(
    options.queueName,
    (job, token) => onBehalfOf(tickIdOf(job, options), () => processJob(job, token, options, signals)),
    {
      connection: options.connection,
      prefix: options.prefix,
      concurrency: options.concurrency,
      lockDuration: LOCK_MS[options.kind],
      stalledInterval: LOCK_MS[options.kind],
      maxStalledCount: MOST_CRASHES,
      ...(options.telemetry ? { telemetry: options.telemetry } : {}),
    },
  );
  const told = onceInARow();
  worker.on('error', (error) => {
    if (told.isNew(error.message))
      options.log.warn({ err: error, queue: options.queueName }, 'queue connection');
  });
  worker.on('ready', () => told.forget());
  return {
    close: async () => {
      signals.abortAll(new Error('The worker is stopping.'));
      await worker.close();
    },
  };
}

function assertHandlers<K extends QueueKind>({ kind, handlers }: ConsumerOptions<K>): void {
  const wanted = [...jobNamesOf(kind)].sort().join(', ');
  const given = Object.keys(handlers).sort().join(', ');
  if (wanted !== given) throw new Error(`Handlers of ${kind} should be: ${wanted}; they are: ${given}.`);
}

/** The tick on whose behalf a job runs; null for one that was queued by hand. */
function tickIdOf<K extends QueueKind>(job: Job, { newTickId }: ConsumerOptions<K>): string | null {
  return Envelope.safeParse(job.data).data?.tickId ?? newTickId?.() ?? null;
}

async function processJob<K extends QueueKind>(
  job: Job,
  token: string | undefined,
  options: ConsumerOptions<K>,
  signals: JobSignals,
): Promise<Outcome> {
  const runMs = elapsedTimer();
  const attempt = job.attemptsMade + 1;
  const waitMs = Math.max(0, (job.processedOn ?? wallClockMs()) - dueAtMs(job));
  const event = { queue: options.queueName, ...job.data, waitMs };
  const tell = (outcome: string, errorClass: string | null): void =>
    options.listener?.({
      queue: options.kind,
      job: job.name,
      outcome,
      errorClass,
      waitMs: job.attemptsStarted > 1 ? null : waitMs,
      runMs: runMs(),
    });
  const log = options.log.child({ job: job.name, jobId: job.id ?? '', attempt });
  log.info({ queue: options.queueName, ...job.data }, 'job started');
  try {
    const outcome = await runHandler(job, attempt, options, signals, log);
    log.info({ ...event, runMs: Math.round(runMs()), ...outcome }, 'job');
    tell(outcome.outcome, null);
    return outcome;
  } catch (thrown) {
    const error = coerceError(thrown);
    const decision = settle({ error, attempt, attempts: rowOf(job.name).attempts });
    const isExpected = decision.kind === 'complete';
    const outcome = isExpected ? decision.outcome : decision.kind;
    const why = isExpected ? { detail: error.message } : { err: error };
    log[levelOf(decision)](
      { ...event, runMs: Math.round(runMs()), outcome, errorClass: error.name, ...why },
      'job',
    );
    tell(outcome, error.name);
    return await execute(decision, error, job, token, options);
  }
}

async function runHandler<K extends QueueKind>(
  job: Job,
  attempt: number,
  { handlers, tracing = NO_TRACING }: ConsumerOptions<K>,
  signals: JobSignals,
  log: Logger,
): Promise<Outcome> {
  if (!isHandled(job.name, handlers)) throw new Permanent(`No handler for the job ${job.name}.`);
  const { name } = job;
  const parsed = CATALOG[name].payload.safeParse(job.data);
  if (!parsed.success) throw new Permanent(`The payload of ${name} does not fit: ${parsed.error.message}`);
  // The row's own schema has just parsed it; TypeScript cannot relate the two lookups.
  const handler = handlers[name] as Handler<JobName>;
  const { signal, end } = signals.begin(CATALOG[name].timeoutMs);
  const context = { jobId: job.id ?? '', attempt, log, signal };
  try {
    const run = () => handler(parsed.data as PayloadOf<JobName>, context);
    return await (tracing.isOn ? traced(tracing, name, context, parsed.data, run) : run());
  } finally {
    end();
  }
}

/** `startConsumer` has seen that there is a handler for each job of the kind, and none else. */
function isHandled<K extends QueueKind>(name: string, handlers: HandlersFor<K>): name is JobsOf<K> {
  return Object.hasOwn(handlers, name);
}

function traced(
  tracing: Tracing,
  name: JobName,
  { jobId, attempt }: JobContext,
  payload: Readonly<Record<string, unknown>>,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const tickId = currentTickId();
  const facts = { ...(tickId === null ? {} : { tickId }), jobId, attempt, ...idsOf(payload) };
  return tracing.span(name, facts, run, (outcome) => ({ outcome: outcome.outcome, ...idsOf(outcome) }));
}

const TRACED_IDS = ['accountId', 'campaignId', 'leadId', 'dealId'] as const satisfies (keyof SpanFacts)[];

/** The ids among the facts of a job, and nothing else. */
function idsOf(facts: Readonly<Record<string, unknown>>): SpanFacts {
  const ids = TRACED_IDS.map((name) => [name, facts[name]] as const);
  return Object.fromEntries(ids.filter(([, id]) => typeof id === 'number'));
}

function rowOf(name: string): { attempts: number } {
  return name in CATALOG ? CATALOG[name as JobName] : { attempts: 1 };
}

/** Expected ends are information, a human's business is a warning, the unexpected an error. */
function levelOf(decision: Decision): 'info' | 'warn' | 'error' {
  switch (decision.kind) {
    case 'complete':
    case 'delay':
    case 'close-lane':
      return 'info';
    case 'fail':
      return decision.outcome === 'skipped' ? 'info' : 'error';
    case 'retry':
    case 'stop-account':
    case 'cool-account':
      return 'warn';
    case 'exit':
      return 'error';
  }
}

async function execute<K extends QueueKind>(
  decision: Decision,
  error: Error,
  job: Job,
  token: string | undefined,
  { accountEffects, exit, clock }: ConsumerOptions<K>,
): Promise<Outcome> {
  switch (decision.kind) {
    case 'complete':
      return { outcome: decision.outcome, detail: error.message };
    case 'delay': {
      const waitMs = clock.toRealMs(decision.until.getTime() - clock.now().getTime());
      await job.moveToDelayed(wallClockMs() + Math.max(0, waitMs), token);
      throw new DelayedError(error.message);
    }
    case 'close-lane':
      if (!accountEffects) throw error;
      await accountEffects.closeLane(job.data, decision.lane, decision.until, error.message);
      return { outcome: 'lane-closed', lane: decision.lane, detail: error.message };
    case 'stop-account':
      if (!accountEffects) throw error;
      await accountEffects.stopAccount(job.data, decision.stop, error.message);
      return { outcome: 'account-stopped', detail: error.message };
    case 'cool-account':
      if (!accountEffects) throw error;
      await accountEffects.coolAccount(job.data, error.message);
      return { outcome: 'account-cooling', detail: error.message };
    case 'exit':
      exit(error);
      throw error;
    case 'fail':
      throw new UnrecoverableError(error.message);
    case 'retry':
      throw error;
  }
}

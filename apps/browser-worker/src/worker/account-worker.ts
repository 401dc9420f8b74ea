import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccountOrThrow } from '@fairlead/db/repositories/accounts';
import { recordEvent } from '@fairlead/db/repositories/events';
import { DEFAULT_BREAKER_HOURS } from '@fairlead/shared/domain/account-health';
import { restOf } from '@fairlead/shared/domain/account-rest';
import { browserQueueName, QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import type { Redis } from '@fairlead/shared/queue/connection';
import { type AccountEffects, type JobListener, startConsumer } from '@fairlead/shared/queue/consumer';
import type { Lease } from '@fairlead/shared/queue/lease';
import { settle } from '@fairlead/shared/queue/settle';
import type { Telemetry } from '@fairlead/shared/queue/telemetry';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import { withTimeout } from '@fairlead/shared/runtime/timeout';
import { NO_TRACING, type Tracing } from '@fairlead/shared/runtime/tracing';
import type { AccountDeps } from '../account-deps.ts';
import { checkPending } from '../handlers/check-pending.ts';
import { connect } from '../handlers/connect.ts';
import { enrich } from '../handlers/enrich.ts';
import { followUp } from '../handlers/follow-up.ts';
import { search } from '../handlers/search.ts';
import { settle as settleActs } from '../handlers/settle.ts';
import { postgresLedger } from '../ledger/postgres-ledger.ts';
import { actWatcher } from '../ledger/watched-act.ts';
import {
  type AccountSession,
  type AccountSessionOptions,
  createAccountSession,
} from '../session/account-session.ts';
import { accountEffects } from './account-effects.ts';

export interface AccountWorkerOptions extends Omit<AccountSessionOptions, 'accountId'> {
  connection: Redis;
  /** Under which this process works the account: of `takeFence`, just now. */
  fencingToken: number;
  limiter: AccountDeps['limiter'];
  readIntervalMs: number;
  /** Default `DEFAULT_BREAKER_HOURS`. */
  breakerHours?: readonly number[];
  /** Real milliseconds a running job has to end by itself when the worker stops. Default 20,000: with the rest of stopping less than 30 s. */
  finishWithinMs?: number;
  listener?: JobListener;
  /** Default: nothing is traced. */
  tracing?: Tracing;
  telemetry?: Telemetry | null;
  exit: (error: Error) => void;
}

/** Works the queue of one account, one job at a time, for as long as its lease is held. */
export interface AccountWorker {
  readonly lease: Lease;
  /**
   * Of an account that is stopped: looks at the page that was left to a human, and lets the account work again
   * once they are through. Returns at once; a look that is under way is not repeated.
   */
  attend(): void;
  /**
   * Finishes the running job, stores the session, gives the lease back. A job that takes longer than
   * `finishWithinMs` loses its browser: an act it had begun is then settled by whoever comes next.
   */
  stop(): Promise<void>;
}

const FINISH_WITHIN_MS = 20_000;

export function startAccountWorker(
  accountId: number,
  lease: Lease,
  options: AccountWorkerOptions,
): AccountWorker {
  const { db, clock, connection, fencingToken, limiter, readIntervalMs, exit } = options;
  const { tracing = NO_TRACING, telemetry = null, finishWithinMs = FINISH_WITHIN_MS } = options;
  const log: Logger = options.log.child({ accountId });
  const session: AccountSession = createAccountSession({ ...options, log, accountId });
  const deps: AccountDeps = {
    db,
    limiter,
    clock,
    session,
    watchAct: actWatcher(log, tracing),
    fencingToken,
    ledger: postgresLedger(db, fencingToken),
    sinceTakeoverMs: elapsedTimer(),
    readIntervalMs,
    maxLeads: options.maxLeads,
  };
  const effects = accountEffects(db, clock, accountId, options.breakerHours ?? DEFAULT_BREAKER_HOURS);
  // A login that fails is found out at once, not when the first job comes.
  const warmUp = openAsDue(deps, accountId).catch((thrown: unknown) =>
    stopIfLost(coerceError(thrown), effects, log),
  );
  let isAttending = false;
  const consumer = startConsumer({
    kind: 'browser',
    queueName: browserQueueName(accountId),
    connection,
    prefix: QUEUE_PREFIX,
    // One person has two hands: an account never does two things at once.
    concurrency: 1,
    handlers: {
      settle: settleActs(deps),
      connect: connect(deps),
      'check-pending': checkPending(deps),
      'follow-up': followUp(deps),
      enrich: enrich(deps),
      search: search(deps),
    },
    accountEffects: effects,
    ...(options.listener ? { listener: options.listener } : {}),
    tracing,
    telemetry,
    exit,
    clock,
    log,
  });
  return {
    lease,
    attend() {
      if (isAttending) return;
      isAttending = true;
      warmUp
        .then(() => resumeIfAnswered(deps, accountId))
        .catch((thrown: unknown) => log.warn({ err: coerceError(thrown) }, 'the open page cannot be read'))
        .finally(() => {
          isAttending = false;
        });
    },
    async stop() {
      const finished = warmUp.then(() => consumer.close());
      await withTimeout(finished, finishWithinMs).catch((thrown: unknown) =>
        log.warn({ err: coerceError(thrown) }, 'the running job takes too long; its browser is closed'),
      );
      await session.close();
      await finished;
      await lease.release();
    },
  };
}

/** Logged in while it may act, with a page for a human while they are waited for, and else not at all. */
async function openAsDue({ db, clock, session }: AccountDeps, accountId: number): Promise<void> {
  const account = await getAccountOrThrow(db, accountId);
  if (account.health === 'stopped') return await session.openForHuman();
  if (restOf(account, clock.now()) === null) await session.open();
}

async function resumeIfAnswered({ db, clock, session }: AccountDeps, accountId: number): Promise<void> {
  if (!(await session.isAnswered())) return;
  const { changed } = await applyHealthEvent(db, accountId, { kind: 'human-passed' });
  if (!changed) return;
  const detail = 'the page shows that somebody has answered';
  await recordEvent(db, { kind: 'account.resumed', accountId, detail }, clock.now());
}

/** The first job would meet any other failure again, and settle it there. */
async function stopIfLost(error: Error, effects: AccountEffects, log: Logger): Promise<void> {
  const decision = settle({ error, attempt: 1, attempts: 1 });
  log.warn({ err: error }, 'the session could not be opened');
  if (decision.kind === 'stop-account') await effects.stopAccount({}, decision.stop, error.message);
  if (decision.kind === 'cool-account') await effects.coolAccount({}, error.message);
}

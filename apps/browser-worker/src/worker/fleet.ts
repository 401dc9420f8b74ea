import type { Database } from '@fairlead/db/database';
import { type Account, listAccounts, takeFence } from '@fairlead/db/repositories/accounts';
import { isAnswerable } from '@fairlead/shared/domain/account-health';
import { accountLeaseKey, QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import type { Redis } from '@fairlead/shared/queue/connection';
import { acquireLease, type Lease } from '@fairlead/shared/queue/lease';
import type { Limiter } from '@fairlead/shared/queue/limiter';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { AccountWorker } from './account-worker.ts';

/**
 * Real milliseconds a lease lives without a heartbeat. With a heartbeat of the next worker and the quiet
 * after its takeover a replica that died is replaced within 30 s.
 */
export const LEASE_TTL_MS = 12_000;
export const HEARTBEAT_MS = LEASE_TTL_MS / 4;

export interface FleetOptions {
  db: Database;
  redis: Redis;
  log: Logger;
  limiter: Pick<Limiter, 'forget'>;
  startWorker: (accountId: number, lease: Lease, fencingToken: number) => AccountWorker;
}

/** The accounts this process works. Replicas share the accounts by lease. */
export interface Fleet {
  /**
   * Renews what is held, drops what was lost, takes what is free. Call it every `HEARTBEAT_MS`, also
   * while `stop` waits: a job that is being finished still needs its lease.
   */
  beat(): Promise<void>;
  /** Ids of the accounts worked now, in ascending order. */
  held(): readonly number[];
  /** Takes nothing more, and waits for the running jobs. */
  stop(): Promise<void>;
}

export function createFleet({ db, redis, log, limiter, startWorker }: FleetOptions): Fleet {
  const workers = new Map<number, AccountWorker>();
  /** Finishing their last job, for minutes perhaps: nobody waits for them, lest the other leases run out. */
  const leaving = new Map<number, { lease: Lease; gone: Promise<void> }>();
  let isStopping = false;

  const drop = (accountId: number, worker: AccountWorker): void => {
    workers.delete(accountId);
    const gone = worker
      .stop()
      .catch((thrown: unknown) =>
        log.error({ err: coerceError(thrown), accountId }, 'an account did not stop cleanly'),
      )
      .finally(() => leaving.delete(accountId));
    leaving.set(accountId, { lease: worker.lease, gone });
  };

  const renewHeld = async (): Promise<void> => {
    for (const { lease } of leaving.values()) await lease.renew();
    for (const [accountId, worker] of workers) {
      if (await worker.lease.renew()) continue;
      log.warn({ accountId }, 'the lease was lost; another worker has the account');
      drop(accountId, worker);
    }
  };

  const take = async (accountId: number): Promise<void> => {
    if (isStopping || workers.has(accountId) || leaving.has(accountId)) return;
    const lease = await acquireLease(redis, accountLeaseKey(accountId, QUEUE_PREFIX), LEASE_TTL_MS);
    if (!lease) return;
    try {
      if (isStopping) return await lease.release();
      const fencingToken = await takeFence(db, accountId);
      // Places the former worker reserved and did not use: the next tick counts anew, from the ledger.
      await limiter.forget(accountId);
      workers.set(accountId, startWorker(accountId, lease, fencingToken));
    } catch (error) {
      await lease.release().catch(() => {});
      throw error;
    }
  };

  const takeFree = async (): Promise<void> => {
    for (const account of await listAccounts(db)) {
      const held = workers.get(account.id);
      if (!isWorkedWith(account)) {
        if (held) drop(account.id, held);
        continue;
      }
      await take(account.id);
      if (isAnswerable(account.stopCause)) held?.attend();
    }
  };

  return {
    async beat() {
      await renewHeld();
      await takeFree();
    },
    held: () => [...workers.keys()].sort((a, b) => a - b),
    async stop() {
      isStopping = true;
      for (const [accountId, worker] of workers) drop(accountId, worker);
      await Promise.all([...leaving.values()].map(({ gone }) => gone));
    },
  };
}

/** One that LinkedIn stopped is held as well: its page is kept open for a human, and nothing else is done. */
function isWorkedWith({ active, health, stopCause }: Account): boolean {
  return active && (health === 'ok' || stopCause !== null);
}

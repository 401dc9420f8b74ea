import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import { QUEUE_PREFIX } from '@fairlead/shared/queue/catalog';
import type { Redis } from '@fairlead/shared/queue/connection';
import { acquireLease, type Lease } from '@fairlead/shared/queue/lease';
import type { Logger } from '@fairlead/shared/runtime/logger';
import type { AccountWorker } from './account-worker.ts';

/** Real milliseconds a lease lives without a heartbeat: replicas take over this soon. */
export const LEASE_TTL_MS = 20_000;
export const HEARTBEAT_MS = LEASE_TTL_MS / 4;

export interface FleetOptions {
  db: Database;
  redis: Redis;
  log: Logger;
  startWorker: (accountId: number, lease: Lease) => AccountWorker;
}

/** The accounts this process works. Replicas share the accounts by lease. */
export interface Fleet {
  /** Renews what is held, drops what was lost, takes what is free. Call it every `HEARTBEAT_MS`. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

export function createFleet({ db, redis, log, startWorker }: FleetOptions): Fleet {
  const workers = new Map<number, AccountWorker>();

  const drop = async (accountId: number, worker: AccountWorker): Promise<void> => {
    workers.delete(accountId);
    await worker.stop();
  };

  const renewHeld = async (): Promise<void> => {
    for (const [accountId, worker] of workers) {
      if (await worker.lease.renew()) continue;
      log.warn({ accountId }, 'the lease was lost; another worker has the account');
      await drop(accountId, worker);
    }
  };

  const takeFree = async (): Promise<void> => {
    for (const account of await listAccounts(db)) {
      const held = workers.get(account.id);
      if (!account.active || account.health !== 'ok') {
        if (held) await drop(account.id, held);
        continue;
      }
      if (held) continue;
      const lease = await acquireLease(redis, `${QUEUE_PREFIX}:lease:account:${account.id}`, LEASE_TTL_MS);
      if (lease) workers.set(account.id, startWorker(account.id, lease));
    }
  };

  return {
    async beat() {
      await renewHeld();
      await takeFree();
    },
    async stop() {
      await Promise.all([...workers].map(([accountId, worker]) => drop(accountId, worker)));
    },
  };
}

import type { Database } from '@fairlead/db/database';
import { listAccounts } from '@fairlead/db/repositories/accounts';
import type { BacklogReader } from '@fairlead/shared/queue/backlog';
import { browserQueueName } from '@fairlead/shared/queue/catalog';
import type { Redis } from '@fairlead/shared/queue/connection';
import { heldAccounts } from '@fairlead/shared/queue/lease-view';
import type { Check } from '@fairlead/shared/runtime/health';
import type { SystemMetricsSources } from './metrics/sources.ts';

export type SystemView = Pick<SystemMetricsSources, 'readQueues' | 'readLeases'>;

/** Looks at every queue and every lease, for metrics and health. */
export function createSystemView(
  db: Database,
  redis: Redis,
  prefix: string,
  backlog: BacklogReader,
): SystemView {
  return {
    async readQueues() {
      const accounts = await listAccounts(db);
      const queues = ['tick', 'ml', ...accounts.map(({ id }) => browserQueueName(id))];
      return await Promise.all(queues.map(async (queue) => ({ queue, ...(await backlog.read(queue)) })));
    },
    async readLeases() {
      const ids = (await listAccounts(db)).map(({ id }) => id);
      const held = await heldAccounts(redis, prefix, ids);
      return ids.map((accountId) => ({ accountId, isHeld: held.has(accountId) }));
    },
  };
}

/** Tells how long the oldest job of each queue has waited. Wrong only when the queues cannot be read: a long queue is no fault of the scheduler. */
export function queuesCheck({ readQueues }: SystemView): Check {
  return async () => {
    const waiting = (await readQueues()).flatMap(({ queue, oldestWaitingMs }) =>
      oldestWaitingMs === null ? [] : [`${queue} ${Math.round(oldestWaitingMs / 1_000)} s`],
    );
    return waiting.length === 0 ? 'no job waits' : `the oldest job waits in ${waiting.join(', ')}`;
  };
}

/** Tells who holds which account. Wrong only when the leases cannot be read. */
export function leasesCheck({ readLeases }: SystemView): Check {
  return async () => {
    const leases = await readLeases();
    const name = (isHeld: boolean): string =>
      leases.flatMap((lease) => (lease.isHeld === isHeld ? [lease.accountId] : [])).join(', ') || 'none';
    return `accounts held: ${name(true)}; held by nobody: ${name(false)}`;
  };
}

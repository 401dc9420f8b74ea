import type { BacklogReader } from '@fairlead/shared/queue/backlog';
import { browserQueueName } from '@fairlead/shared/queue/catalog';
import type { Check } from '@fairlead/shared/runtime/health';
import type { Fleet } from './fleet.ts';

/** Tells how long the oldest job of each account held here has waited. Wrong only when the queues cannot be read: an account's pace makes its jobs wait. */
export function heldQueuesCheck(fleet: Pick<Fleet, 'held'>, backlog: BacklogReader): Check {
  return async () => {
    const queues = fleet.held().map(browserQueueName);
    const ages = await Promise.all(queues.map(async (queue) => (await backlog.read(queue)).oldestWaitingMs));
    const waiting = queues.flatMap((queue, i) => {
      const ageMs = ages[i] ?? null;
      return ageMs === null ? [] : [`${queue} ${Math.round(ageMs / 1_000)} s`];
    });
    return waiting.length === 0 ? 'no job waits' : `the oldest job waits in ${waiting.join(', ')}`;
  };
}

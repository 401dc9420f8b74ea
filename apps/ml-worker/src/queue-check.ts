import type { BacklogReader } from '@fairlead/shared/queue/backlog';
import type { Check, Pulse } from '@fairlead/shared/runtime/health';

// Longer than the longest job and its retries: who ended none by then, while some wait, takes none.
const LONGEST_SILENCE_MS = 15 * 60_000;

/** Fails when jobs wait for long and this worker ended none meanwhile; a long queue that moves is no fault of its worker. */
export function queueCheck(jobs: Pulse, backlog: BacklogReader): Check {
  return async () => {
    const { oldestWaitingMs } = await backlog.read('ml');
    if (oldestWaitingMs === null) return 'no job waits';
    const waiting = `the oldest job waits since ${Math.round(oldestWaitingMs / 1_000)} s`;
    if (Math.min(oldestWaitingMs, jobs.ageMs()) <= LONGEST_SILENCE_MS) return waiting;
    throw new Error(`${waiting}, and this worker ended none for ${Math.round(jobs.ageMs() / 1_000)} s`);
  };
}

import type { Clock } from '@fairlead/shared/runtime/clock';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { EXIT } from '@fairlead/shared/runtime/lifecycle';
import type { Output } from '../output.ts';
import { Interrupted } from '../until-interrupted.ts';
import { type Child, type ChildEnd, type ChildOptions, EndedEarly, inItsWords, startChild } from './child.ts';

export interface RunningProcess {
  name: string;
  pid: number;
}

/** Keeps processes up: one that crashes is started again, one that is misconfigured ends everything. */
export interface Supervisor {
  /** Throws `Interrupted` once stopping has begun. */
  start(options: ChildOptions): Promise<Child>;
  /** Rejects when the stack cannot go on. */
  readonly failed: Promise<never>;
  running(): readonly RunningProcess[];
  /** Stops all, last started first; what is still starting is killed. */
  stop(): Promise<void>;
}

const RESTARTS_ALLOWED = 5;
const RESTART_WITHIN_MS = 300_000;
const FIRST_RESTART_AFTER_MS = 500;
const LAST_RESTART_AFTER_MS = 8_000;
// Longer than the longest act of the browser worker may take to be brought to an end.
const GRACE_MS = 30_000;

export interface SupervisorOptions {
  /** Crashes of one process within five minutes after which all is given up. Default 5. */
  crashesAllowed?: number;
}

export function createSupervisor(
  clock: Clock,
  out: Output,
  { crashesAllowed = RESTARTS_ALLOWED }: SupervisorOptions = {},
): Supervisor {
  const running = new Map<string, Child>();
  const order: string[] = [];
  const stopping = new AbortController();
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for it sees it; until then it must not count as unhandled.
  failed.catch(() => {});

  const restart = async (options: ChildOptions, end: ChildEnd, crashes: Date[]): Promise<void> => {
    if (end.code === EXIT.misconfigured) return fail(inItsWords(end));
    const now = clock.now();
    const recent = [...crashes, now].filter((at) => now.getTime() - at.getTime() < RESTART_WITHIN_MS);
    if (recent.length > crashesAllowed) {
      const remedy = `Its log: ${options.logFile}`;
      return fail(new Misconfigured(`${end.name} crashed ${recent.length} times in a row.`, remedy));
    }
    out.warn(`${end.name} ended unexpectedly (code ${end.code}); starting it again`);
    await clock.sleepRealMs(
      Math.min(FIRST_RESTART_AFTER_MS * 2 ** (recent.length - 1), LAST_RESTART_AFTER_MS),
    );
    try {
      watch(options, await startChild(options, stopping.signal), recent);
    } catch (thrown) {
      if (stopping.signal.aborted) return;
      // What it needs may be restarting as well.
      if (thrown instanceof EndedEarly) await restart(options, thrown.end, recent);
      else fail(coerceError(thrown));
    }
  };

  const watch = (options: ChildOptions, child: Child, crashes: Date[]): void => {
    running.set(options.name, child);
    void child.ended.then((end) => {
      running.delete(options.name);
      if (!stopping.signal.aborted) void restart(options, end, crashes);
    });
  };

  return {
    failed,
    async start(options) {
      const child = await startChild(options, stopping.signal);
      order.push(options.name);
      watch(options, child, []);
      return child;
    },
    running: () => [...running.values()].map(({ name, pid }) => ({ name, pid })),
    async stop() {
      stopping.abort(new Interrupted('The stack is stopping.'));
      for (const name of order.splice(0).reverse()) await running.get(name)?.stop(GRACE_MS);
    },
  };
}

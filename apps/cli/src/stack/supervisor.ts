import type { Clock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { EXIT } from '@fairlead/shared/runtime/lifecycle';
import type { Output } from '../output.ts';
import { type Child, type ChildEnd, type ChildOptions, startChild } from './child.ts';

/** Keeps processes up: one that crashes is started again, one that is misconfigured ends everything. */
export interface Supervisor {
  start(options: ChildOptions): Promise<Child>;
  /** Rejects when the stack cannot go on. */
  readonly failed: Promise<never>;
  pids(): readonly number[];
  /** Stops all, last started first. */
  stop(): Promise<void>;
}

const RESTARTS_ALLOWED = 5;
const RESTART_WITHIN_MS = 300_000;
const FIRST_RESTART_AFTER_MS = 500;
// Longer than the longest act of the browser worker may take to be brought to an end.
const GRACE_MS = 30_000;

export function createSupervisor(clock: Clock, out: Output): Supervisor {
  const running = new Map<string, Child>();
  const order: string[] = [];
  let stopping = false;
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for it sees it; until then it must not count as unhandled.
  failed.catch(() => {});

  const restart = async (options: ChildOptions, end: ChildEnd, crashes: Date[]): Promise<void> => {
    if (end.code === EXIT.misconfigured) {
      const [message = '', remedy = ''] = end.lastWords.split('\n  Remedy: ');
      fail(new Misconfigured(message, remedy));
      return;
    }
    const now = clock.now();
    const recent = [...crashes, now].filter((at) => now.getTime() - at.getTime() < RESTART_WITHIN_MS);
    if (recent.length > RESTARTS_ALLOWED) {
      fail(
        new Misconfigured(
          `${end.name} crashed ${recent.length} times in a row.`,
          `Its log: ${options.logFile}`,
        ),
      );
      return;
    }
    out.warn(`${end.name} ended unexpectedly (code ${end.code}); starting it again`);
    await clock.sleepRealMs(FIRST_RESTART_AFTER_MS * 2 ** (recent.length - 1));
    if (stopping) return;
    await startChild(options).then((child) => watch(options, child, recent), fail);
  };

  const watch = (options: ChildOptions, child: Child, crashes: Date[]): void => {
    running.set(options.name, child);
    void child.ended.then((end) => {
      running.delete(options.name);
      if (!stopping) void restart(options, end, crashes);
    });
  };

  return {
    failed,
    async start(options) {
      const child = await startChild(options);
      order.push(options.name);
      watch(options, child, []);
      return child;
    },
    pids: () => [...running.values()].map(({ pid }) => pid),
    async stop() {
      stopping = true;
      for (const name of order.reverse()) await running.get(name)?.stop(GRACE_MS);
    },
  };
}

import type { Random } from '@fairlead/shared/runtime/random';

const FREEZES = 0.05;
const MOST_STEPS_FROZEN = 120;

/** Thrown into a process that was killed, and never seen by anybody: it just stops. */
const NEVER = new Promise<never>(() => {});

/** A process of the model: its steps are interleaved with those of the others, and it may be killed between any two. */
export interface ModelProcess {
  /** Hands over; resolves when it is this process's turn again, never when it was killed. */
  turn(): Promise<void>;
  kill(): void;
  readonly isAlive: boolean;
}

/** Decides who goes next. One step at a time, chosen by chance: the same seed, the same interleaving. */
export interface Interleaving {
  /** Starts a process; `run` hands over with `turn` before everything that others could see. */
  start(run: (self: ModelProcess) => Promise<void>): ModelProcess;
  /** Lets one process that waits go one step. False when none waits. */
  step(): Promise<boolean>;
  /** Steps taken so far. */
  readonly steps: number;
}

export function createInterleaving(random: Random): Interleaving {
  const waiting: { process: ModelProcess; go: () => void }[] = [];
  /** Until which step a process is left out: uniform chances alone almost never let one fall far behind. */
  const frozenUntil = new Map<ModelProcess, number>();
  let steps = 0;
  const isFree = ({ process }: { process: ModelProcess }): boolean =>
    (frozenUntil.get(process) ?? 0) <= steps;
  const draw = <T>(items: readonly T[]): T | undefined => items[Math.floor(random.next() * items.length)];
  return {
    start(run) {
      let isAlive = true;
      const self: ModelProcess = {
        turn: () => (isAlive ? new Promise((go) => waiting.push({ process: self, go })) : NEVER),
        kill: () => {
          isAlive = false;
        },
        get isAlive() {
          return isAlive;
        },
      };
      void run(self);
      return self;
    },
    async step() {
      const alive = waiting.filter(({ process }) => process.isAlive);
      const unlucky = draw(alive);
      if (unlucky && random.next() < FREEZES) {
        frozenUntil.set(unlucky.process, steps + random.next() * MOST_STEPS_FROZEN);
      }
      const free = alive.filter(isFree);
      const next = draw(free.length > 0 ? free : alive);
      waiting.splice(0, waiting.length, ...alive.filter((other) => other !== next));
      if (!next) return false;
      steps += 1;
      next.go();
      // All that follows from this step without handing over happens now.
      await new Promise((done) => setImmediate(done));
      return true;
    },
    get steps() {
      return steps;
    },
  };
}

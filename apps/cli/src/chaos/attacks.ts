import { pick, seededRandom, uniform } from '@fairlead/shared/runtime/random';

/** What is done to the running system. */
export type Attack =
  /** SIGKILL to one process; with `browser` to the worker's Chromium alone. */
  | { kind: 'kill'; target: string }
  | { kind: 'kill-browser'; target: string }
  /** SIGSTOP for longer than a lease lives, then SIGCONT: what wakes up believes that nothing has happened. */
  | { kind: 'pause'; target: string; forMs: number }
  /** FLUSHALL. */
  | { kind: 'flush' };

export interface Timed {
  /** Real milliseconds after the attack before. */
  afterMs: number;
  attack: Attack;
}

// Those that hold something irreversible in their hands most often.
const TARGETS = [
  ...['browser-worker', 'browser-worker', 'browser-worker-2', 'browser-worker-2', 'browser-worker'],
  ...['scheduler', 'scheduler-2', 'ml-worker', 'dashboard', 'redis', 'postgres'],
];
const BROWSERS = ['browser-worker', 'browser-worker-2'];
const SHORTEST_MS = 400;
const LONGEST_MS = 4_000;
const LONGER_THAN_A_LEASE_MS = [14_000, 22_000] as const;

/** The plan of a run: the same seed, the same attacks at the same distances. */
export function planAttacks(seed: number, count: number): Timed[] {
  const random = seededRandom(`chaos-${seed}`);
  return Array.from({ length: count }, () => {
    const afterMs = Math.round(uniform(random, SHORTEST_MS, LONGEST_MS));
    const chance = random.next();
    const target = pick(random, BROWSERS);
    const forMs = Math.round(uniform(random, ...LONGER_THAN_A_LEASE_MS));
    const victim = pick(random, TARGETS);
    if (chance < 0.08) return { afterMs, attack: { kind: 'pause', target, forMs } };
    if (chance < 0.16) return { afterMs, attack: { kind: 'flush' } };
    if (chance < 0.26) return { afterMs, attack: { kind: 'kill-browser', target } };
    return { afterMs, attack: { kind: 'kill', target: victim } };
  });
}

/** For the progress lines. */
export function describeAttack(attack: Attack): string {
  switch (attack.kind) {
    case 'kill':
      return `kill ${attack.target}`;
    case 'kill-browser':
      return `kill the browser of ${attack.target}`;
    case 'pause':
      return `pause ${attack.target} for ${Math.round(attack.forMs / 1_000)} s`;
    case 'flush':
      return 'wipe Redis';
  }
}

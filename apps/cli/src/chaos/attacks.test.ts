import { expect, test } from 'vitest';
import { describeAttack, planAttacks } from './attacks.ts';

test('the same seed plans the same attacks, another seed others', () => {
  expect(planAttacks(7, 50)).toEqual(planAttacks(7, 50));
  expect(planAttacks(8, 50)).not.toEqual(planAttacks(7, 50));
});

test('a longer run begins like a shorter one', () => {
  expect(planAttacks(7, 50).slice(0, 10)).toEqual(planAttacks(7, 10));
});

test('nothing is spared in the long run', () => {
  const words = new Set(
    planAttacks(1, 500).map(({ attack }) => describeAttack(attack).replace(/ for .*/, '')),
  );
  const replicas = ['browser-worker', 'browser-worker-2', 'scheduler', 'scheduler-2'];
  const killed = [...replicas, 'ml-worker', 'dashboard', 'redis', 'postgres'].map((name) => `kill ${name}`);
  const browsers = ['browser-worker', 'browser-worker-2'].map((name) => `kill the browser of ${name}`);
  const paused = ['browser-worker', 'browser-worker-2'].map((name) => `pause ${name}`);
  expect([...words].sort()).toEqual([...killed, ...browsers, ...paused, 'wipe Redis'].sort());
});

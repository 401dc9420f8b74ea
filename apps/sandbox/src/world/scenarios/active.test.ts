import { seededRandom } from '@fairlead/shared/runtime/random';
import { expect, it } from 'vitest';
import { createScenarios } from './active.ts';

it('concerns only its account and person, until it is turned off', () => {
  const scenarios = createScenarios(seededRandom('scenarios'));
  scenarios.turnOn('weekly-limit', { account: 'a@example.com' });
  scenarios.turnOn('private', { memberId: 'ACoAA1' });
  const abouts = (account: string, memberId?: string): number =>
    scenarios.concerning(account, memberId).length;
  expect(abouts('a@example.com')).toBe(1);
  expect(abouts('a@example.com', 'ACoAA1')).toBe(2);
  expect(abouts('b@example.com', 'ACoAA1')).toBe(1);
  expect(abouts('b@example.com', 'ACoAA2')).toBe(0);

  scenarios.turnOff('private', { memberId: 'ACoAA2' });
  expect(abouts('b@example.com', 'ACoAA1')).toBe(1);
  scenarios.turnOff('private', {});
  expect(abouts('b@example.com', 'ACoAA1')).toBe(0);
});

it('settles a scenario for everyone once an account has dealt with it', () => {
  const scenarios = createScenarios(seededRandom('scenarios'));
  scenarios.turnOn('checkpoint', {});
  scenarios.turnOn('checkpoint', { account: 'b@example.com' });
  scenarios.settle('checkpoint', 'a@example.com');
  expect(scenarios.concerning('a@example.com')).toEqual([]);
  expect(scenarios.concerning('b@example.com')).toHaveLength(1);
});

it('meets a share of the people, always the same, or a share of the requests', () => {
  const scenarios = createScenarios(seededRandom('scenarios'));
  scenarios.turnOn('private', { probability: 0.3 });
  scenarios.turnOn('rate-limited', { probability: 0.5 });
  const people = Array.from({ length: 500 }, (_, i) => `ACoAA${i}`);
  const met = (): string[] => people.filter((id) => scenarios.isOn('private', 'a@example.com', id));
  expect(met()).toEqual(met());
  expect(met().length).toBeGreaterThan(100);
  expect(met().length).toBeLessThan(200);
  const requests = Array.from({ length: 500 }, () => scenarios.isOn('rate-limited', 'a@example.com'));
  const limited = requests.filter(Boolean).length;
  expect(limited).toBeGreaterThan(200);
  expect(limited).toBeLessThan(300);
});

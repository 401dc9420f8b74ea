import { expect, test } from 'vitest';
import { faultsOfWays } from './egress.ts';

const PROMISED = { allowedByProxy: true, forbiddenByProxy: false, direct: false, name: false };

test('one way out, to what is allowed, is as promised', () => {
  expect(faultsOfWays('ml-worker', PROMISED)).toEqual([]);
});

test.each([
  [{ allowedByProxy: false }, 'an allowed host cannot be reached'],
  [{ forbiddenByProxy: true }, 'a host that is not allowed can be reached by the proxy'],
  [{ direct: true }, 'the outside can be reached without the proxy'],
  [{ name: true }, 'names of the outside are looked up without the proxy'],
])('%j is a fault', (change, fault) => {
  expect(faultsOfWays('ml-worker', { ...PROMISED, ...change })).toEqual([`ml-worker: ${fault}`]);
});

import { expect, it } from 'vitest';
import type { ConnectionState } from '../port.ts';
import type { Relationship } from '../voyager/relationship.ts';
import { reconcileState } from './reconcile-state.ts';

const PAGE: ConnectionState[] = [
  'self',
  'connected',
  'pending',
  'incoming',
  'connectable',
  'not-connectable',
  'unavailable',
];
const VOYAGER: Relationship['kind'][] = ['self', 'connected', 'pending', 'incoming', 'none', 'unknown'];
const EVERY_PAIR = PAGE.flatMap((page) => VOYAGER.map((voyager) => [page, voyager] as const));

it.each([
  ['connected', 'connected', 'connected'],
  ['connectable', 'none', 'connectable'],
  ['connectable', 'unknown', 'connectable'],
  ['connectable', 'pending', 'pending'],
  ['connectable', 'incoming', 'incoming'],
  ['connectable', 'connected', 'unavailable'],
  ['connected', 'none', 'unavailable'],
  ['connected', 'unknown', 'connected'],
  ['pending', 'none', 'pending'],
  ['pending', 'connected', 'pending'],
  ['incoming', 'none', 'incoming'],
  ['not-connectable', 'connected', 'connected'],
  ['not-connectable', 'none', 'not-connectable'],
  ['unavailable', 'connected', 'connected'],
  ['unavailable', 'none', 'unavailable'],
  ['unavailable', 'unknown', 'unavailable'],
  ['self', 'unknown', 'self'],
  ['not-connectable', 'self', 'self'],
] as const)('page %s, Voyager %s: %s', (page, voyager, state) => {
  expect(reconcileState(page, voyager)).toBe(state);
});

it('calls nobody connectable whom the page does not show as such and Voyager does not deny', () => {
  for (const [page, voyager] of EVERY_PAIR) {
    const state = reconcileState(page, voyager);
    if (state === 'connectable')
      expect([page, ['none', 'unknown']]).toEqual(['connectable', expect.arrayContaining([voyager])]);
    if (state === 'connected') expect([page, voyager]).toContain('connected');
  }
});

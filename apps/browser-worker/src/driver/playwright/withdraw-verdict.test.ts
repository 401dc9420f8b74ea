import { expect, it } from 'vitest';
import { decideWithdrawal, type WithdrawalObservation } from './withdraw-verdict.ts';

const CLEAN: WithdrawalObservation = {
  wasConfirmed: true,
  error: null,
  answer: null,
  after: 'connectable',
  isListed: false,
};
const FAILED = { status: 500, code: null, isChallenge: false };

it.each<[string, Partial<WithdrawalObservation>, object]>([
  ['connectable, and off the list', {}, { kind: 'done' }],
  ['connectable, and the list cannot be read', { isListed: null }, { kind: 'done' }],
  ['connectable, but on the list', { isListed: true }, { kind: 'unknown' }],
  ['no Pending any more, and off the list', { after: 'not-connectable' }, { kind: 'done' }],
  ['no Pending any more, no list', { after: 'not-connectable', isListed: null }, { kind: 'unknown' }],
  ['nothing on the page', { after: 'unavailable' }, { kind: 'unknown' }],
  ['accepted meanwhile', { after: 'connected' }, { kind: 'refused' }],
  ['refused', { after: 'pending', error: 'Not now.' }, { kind: 'refused', reason: 'Not now.' }],
  ['a server error', { after: 'pending', error: 'Not now.', answer: FAILED }, { kind: 'unknown' }],
  ['no dialog', { after: 'pending', wasConfirmed: false }, { kind: 'no-control' }],
  ['still pending without a word', { after: 'pending', isListed: true }, { kind: 'unknown' }],
  ['nothing could be read', { after: null, isListed: null }, { kind: 'unknown' }],
])('%s', (_name, seen, outcome) => {
  expect(decideWithdrawal({ ...CLEAN, ...seen }, {})).toMatchObject(outcome);
});

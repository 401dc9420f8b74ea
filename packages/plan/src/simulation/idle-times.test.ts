import { HOUR_MS } from '@fairlead/shared/domain/limits';
import { expect, test } from 'vitest';
import { NOT_YET_DUE, type Plan } from '../plan.ts';
import { createIdleTimes } from './idle-times.ts';

/** What a plan says of the lane `connect`: a job, a reason, or that its turn has not come. */
function said(what: { reason: string } | 'fired' | 'not looked at'): Plan {
  const lane = { campaignId: 1, lane: 'connect' as const };
  const job = { name: 'connect' as const, payload: { campaignId: 1, accountId: 1 } };
  const firing = { ...lane, from: null, nextAt: new Date(0) };
  if (what === 'fired') return { firings: [{ ...firing, jobs: [job] }], waiting: [] };
  if (what === 'not looked at') {
    return { firings: [], waiting: [{ ...lane, reason: NOT_YET_DUE, until: null }] };
  }
  return { firings: [{ ...firing, jobs: [] }], waiting: [{ ...lane, ...what, until: null }] };
}

test('a lane waits for the reason it was given until it is looked at again', () => {
  const times = createIdleTimes();
  times.note(said({ reason: '3 leads already await judgement' }), 0);
  times.note(said('not looked at'), HOUR_MS);
  times.note(said({ reason: '4 leads already await judgement' }), 2 * HOUR_MS);
  times.note(said('fired'), 3 * HOUR_MS);
  times.note(said({ reason: 'account-2: the limit for invites is used up' }), 4 * HOUR_MS);
  times.note(said({ reason: 'account-1: the limit for invites is used up' }), 5 * HOUR_MS);
  times.note(said({ reason: 'account-1: the limit for invites is 0' }), 9 * HOUR_MS);
  const connect = { campaignId: 1, lane: 'connect' };
  expect(times.until(9.5 * HOUR_MS)).toEqual([
    { ...connect, reason: 'the limit for invites is used up', hours: 5 },
    { ...connect, reason: 'N leads already await judgement', hours: 3 },
    { ...connect, reason: NOT_YET_DUE, hours: 1 },
    { ...connect, reason: 'the limit for invites is 0', hours: 0.5 },
  ]);
});

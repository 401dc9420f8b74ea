import { expect, it } from 'vitest';
import type { InviteObservation } from './invite-verdict.ts';
import { decideInvite } from './invite-verdict.ts';

const LIMIT = { kind: 'limit', text: 'You’ve reached the weekly invitation limit' } as const;
const FUSE = { status: 429, code: 'FUSE_LIMIT_EXCEEDED' };

it.each<[string, InviteObservation, object]>([
  ['pending read back', { signal: null, answer: null, after: 'pending' }, { kind: 'done' }],
  ['accepted at once', { signal: null, answer: null, after: 'connected' }, { kind: 'done' }],
  ['the soft limit dialog, but sent', { signal: LIMIT, answer: null, after: 'pending' }, { kind: 'done' }],
  [
    'the limit dialog, not sent',
    { signal: LIMIT, answer: null, after: 'connectable' },
    { kind: 'limit', limit: 'weekly-invitations', reason: LIMIT.text },
  ],
  [
    'a pending button that a reload took back, with a 429',
    { signal: { kind: 'sent', text: 'Pending' }, answer: FUSE, after: 'connectable' },
    { kind: 'limit' },
  ],
  [
    'an error toast',
    { signal: { kind: 'error', text: 'Not sent.' }, answer: null, after: 'connectable' },
    { kind: 'refused', reason: 'Not sent.' },
  ],
  [
    'an e-mail gate',
    { signal: { kind: 'email', text: '' }, answer: null, after: 'connectable' },
    { kind: 'refused', reason: 'e-mail required' },
  ],
  [
    'a refusal only the answer tells',
    { signal: null, answer: { status: 400, code: 'CANT_RESEND_YET' }, after: 'connectable' },
    { kind: 'refused', reason: 'CANT_RESEND_YET' },
  ],
  [
    'a refusal without a code',
    { signal: null, answer: { status: 403, code: null }, after: 'unavailable' },
    { kind: 'refused', reason: 'status 403' },
  ],
  ['nothing to go by', { signal: null, answer: null, after: 'connectable' }, { kind: 'unknown' }],
  [
    'a success that cannot be read back',
    { signal: { kind: 'sent', text: 'Invitation sent' }, answer: { status: 200, code: null }, after: null },
    { kind: 'unknown' },
  ],
])('%s', (_name, observation, outcome) => {
  expect(decideInvite(observation, { via: 'test' })).toMatchObject({ ...outcome, evidence: { via: 'test' } });
});

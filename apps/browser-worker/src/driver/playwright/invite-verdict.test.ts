import { DAY_MS, WEEK_MS } from '@fairlead/shared/domain/limits';
import { expect, it } from 'vitest';
import type { InviteObservation } from './invite-verdict.ts';
import { decideInvite } from './invite-verdict.ts';
import type { WriteAnswer } from './write-answer.ts';

const NOW = new Date('2026-10-05T09:00:00Z');
const LIMIT = { kind: 'limit', text: 'You’ve reached the weekly invitation limit' } as const;
const TOAST = { kind: 'error', text: 'Not sent.' } as const;
const SENT = { kind: 'sent', text: 'Pending' } as const;

const answered = (status: number, code: string | null = null): WriteAnswer => ({
  status,
  code,
  isChallenge: false,
});
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

/** Nothing seen, and the page offers to connect. */
const NOTHING: InviteObservation = {
  signal: null,
  answer: null,
  after: 'connectable',
  isListed: false,
  now: NOW,
};

it.each<[string, Partial<InviteObservation>, object]>([
  ['pending read back', { after: 'pending' }, { kind: 'done' }],
  ['accepted at once', { after: 'connected' }, { kind: 'done' }],
  ['only the sent list has it', { isListed: true, answer: answered(500) }, { kind: 'done' }],
  ['the soft limit dialog, but sent', { signal: LIMIT, after: 'pending' }, { kind: 'done' }],
  [
    'the limit dialog, not sent',
    { signal: LIMIT },
    { kind: 'limit', limit: 'weekly-invitations', until: later(WEEK_MS), reason: LIMIT.text },
  ],
  [
    'a pending button that a reload took back, with a 429',
    { signal: SENT, answer: answered(429, 'FUSE_LIMIT_EXCEEDED') },
    { kind: 'limit', limit: 'weekly-invitations' },
  ],
  [
    'too many that wait',
    { signal: TOAST, answer: answered(400, 'MAX_INVITATION_SENT') },
    { kind: 'limit', limit: 'open-invitations', until: later(30 * DAY_MS) },
  ],
  [
    'a request rate',
    { signal: SENT, answer: answered(429, 'TOO_MANY_REQUESTS') },
    { kind: 'limit', limit: 'requests', until: later(DAY_MS) },
  ],
  ['used-up notes', { answer: answered(429, 'CUSTOM_INVITE_LIMIT_REACHED') }, { kind: 'refused' }],
  ['an error toast', { signal: TOAST }, { kind: 'refused', reason: 'Not sent.' }],
  ['an error toast, and nothing to read', { signal: TOAST, after: null }, { kind: 'unknown' }],
  ['an error toast after a server error', { signal: TOAST, answer: answered(500) }, { kind: 'unknown' }],
  [
    'a challenge in the answer',
    { signal: TOAST, answer: { status: 403, code: 'X', isChallenge: true } },
    { kind: 'refused', reason: 'LinkedIn wants a challenge solved' },
  ],
  ['an e-mail gate', { signal: { kind: 'email', text: '' } }, { kind: 'refused', reason: 'e-mail required' }],
  ['a question how one knows the person', { signal: { kind: 'how', text: '' } }, { kind: 'refused' }],
  [
    'a refusal only the answer tells',
    { answer: answered(400, 'CANT_RESEND_YET') },
    { kind: 'refused', reason: 'CANT_RESEND_YET' },
  ],
  [
    'a refusal without a code',
    { answer: answered(403), after: 'unavailable' },
    { kind: 'refused', reason: 'status 403' },
  ],
  ['nothing to go by', {}, { kind: 'unknown' }],
  [
    'a success that cannot be read back',
    { signal: SENT, answer: answered(200), after: null, isListed: null },
    { kind: 'unknown' },
  ],
])('%s', (_name, seen, outcome) => {
  const decided = decideInvite({ ...NOTHING, ...seen }, { via: 'test' });
  expect(decided).toMatchObject({ ...outcome, evidence: { via: 'test' } });
});

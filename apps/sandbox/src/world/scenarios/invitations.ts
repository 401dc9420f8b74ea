import type { ScenarioTable } from './scenario.ts';

/** The invitation dialog, what becomes of an invitation, and withdrawing it (facts §3.4 to §3.6, §4.4). */
export const INVITATIONS = {
  'dialog-iframe': {
    about: 'The dialog is in the interop iframe, not in the shadow root',
    facts: '§3.0 [D]: which one differs per account',
    scope: 'person',
    connect: { dialog: 'iframe' },
  },
  'dialog-page': {
    about: 'The dialog is in the page itself',
    facts: '§3.4 [C], older captures',
    scope: 'person',
    connect: { dialog: 'page' },
  },
  'dialog-native': {
    about: 'The dialog is a native <dialog>',
    facts: '§3.0 [C] for the kind, its use for invitations invented',
    scope: 'person',
    connect: { dialog: 'native' },
  },
  'dialog-own-page': {
    about: 'Connect leads to /preload/custom-invite/',
    facts: '§1.2 [C]',
    scope: 'person',
    connect: { dialog: 'own-page' },
  },
  'direct-send': {
    about: 'Connect sends at once, without a dialog',
    facts: '§3.3 [1]',
    scope: 'person',
    connect: { dialog: 'none' },
  },
  'connect-dead': {
    about: 'A click on Connect does nothing',
    facts: 'invented',
    scope: 'person',
    connect: { dialog: 'dead' },
  },
  'old-send-label': { about: 'The dialog says "Send now"', facts: '§3.4 [C]', scope: 'person' },
  'email-gate': {
    about: 'The dialog wants the person’s e-mail address; sending is disabled',
    facts: '§3.4 [C]',
    scope: 'person',
  },
  'how-know': {
    about: 'The dialog asks how one knows the person; Connect is disabled until one answers',
    facts: '§3.4 [1]',
    scope: 'person',
  },
  'note-quota': {
    about: 'An offer of Premium comes instead of sending: the free notes are used up',
    facts: '§3.4 [C]',
    scope: 'person',
  },
  'dialog-of-another': {
    about: 'The dialog is about somebody else, whom Send would invite',
    facts: 'invented',
    scope: 'person',
  },
  'weekly-limit': {
    about: 'Invitations are refused: the weekly limit is reached',
    facts: '§3.5 [D], no capture; the code [C]',
    scope: 'person',
    inviteRefusal: { status: 429, code: 'FUSE_LIMIT_EXCEEDED' },
  },
  'weekly-limit-soft': {
    about: 'The invitation is sent, and a dialog warns that the weekly limit is near',
    facts: '§3.5 [D]',
    scope: 'person',
  },
  'note-limit-code': {
    about: 'Invitations with a note are refused with 429: the free notes are used up',
    facts: '§2.3 [C]',
    scope: 'person',
  },
  'too-many-open': {
    about: 'Invitations are refused: too many of them wait for an answer',
    facts: '§4.4 [C] for the code, the text invented',
    scope: 'person',
    inviteRefusal: { status: 400, code: 'MAX_INVITATION_SENT' },
  },
  'error-toast': {
    about: 'Invitations are refused with the three-weeks toast',
    facts: '§3.5 [C]',
    scope: 'person',
    inviteRefusal: { status: 400, code: 'CANT_RESEND_YET' },
  },
  'invite-forbidden': {
    about: 'Invitations are refused with 403 and a toast that gives no reason',
    facts: '§4.4 [C], the text invented',
    scope: 'person',
    inviteRefusal: { status: 403, code: 'CANT_INVITE' },
  },
  'invite-challenged': {
    about: 'Invitations are refused with 403 and the address of a challenge',
    facts: '§2.3 [1]',
    scope: 'person',
    inviteRefusal: { status: 403, code: 'CHALLENGE_REQUIRED' },
  },
  'pending-despite-429': {
    about: 'The page shows Pending although the invitation was refused with 429',
    facts: '§4.4 [1]',
    scope: 'person',
    inviteRefusal: { status: 429, code: 'TOO_MANY_REQUESTS' },
  },
  'invite-answer-lost': {
    about: 'The invitation is sent, but its answer is a 500',
    facts: 'invented',
    scope: 'person',
  },
  'invite-swallowed': {
    about: 'The page says that the invitation was sent, and it was not',
    facts: 'invented',
    scope: 'person',
  },
  'withdraw-refused': {
    about: 'Withdrawing is refused with a toast',
    facts: '§2.3 [1] for 406, the text invented',
    scope: 'person',
  },
  'withdraw-swallowed': {
    about: 'The page says that the invitation was withdrawn, and it was not',
    facts: 'invented',
    scope: 'person',
  },
  'withdraw-answer-lost': {
    about: 'The invitation is withdrawn, but the answer is a 500',
    facts: 'invented',
    scope: 'person',
  },
  'withdraw-unhandled': {
    about: 'A click on Pending or Withdraw only follows its link',
    facts: '§3.6 [C]',
    scope: 'person',
  },
} as const satisfies ScenarioTable;

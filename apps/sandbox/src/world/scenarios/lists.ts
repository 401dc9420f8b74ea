import type { ScenarioTable } from './scenario.ts';

/** Lists, search, messaging and language (facts §3.6 to §3.10). */
export const LISTS = {
  'lazy-lists': {
    about: 'Sent invitations and conversations come ten at a time',
    facts: '§3.6, §3.7 [C]',
    scope: 'account',
  },
  'late-lists': {
    about: 'The rows of a list come a while after its heading',
    facts: '§3.0 [C] that pages fill later, the delay invented',
    scope: 'account',
  },
  'search-limit': {
    about: 'Three results are left: the monthly limit of searches is reached',
    facts: '§3.9 [1]',
    scope: 'account',
  },
  'search-nothing': { about: 'Nobody is found', facts: '§3.9 [C]', scope: 'account' },
  'unread-unmarked': {
    about: 'Unread conversations lack the class of the card; the label stays',
    facts: '§3.7 [D]',
    scope: 'account',
  },
  'message-overlay': {
    about: 'Message on a profile opens a bubble in the interop layer',
    facts: '§3.8 [C]',
    scope: 'account',
  },
  'no-composer': {
    about: 'The new message shows a "Say hello" card without a composer',
    facts: '§1.2 [C]',
    scope: 'person',
  },
  inmail: {
    about: 'The composer has a subject: it would send InMail',
    facts: '§3.8 [C]',
    scope: 'person',
  },
  'thread-of-another': {
    about: 'The link to the conversation opens somebody else’s',
    facts: 'invented',
    scope: 'person',
  },
  'late-thread': {
    about: 'The messages of a thread come a while after its composer',
    facts: '§3.0 [C] that pages fill later, the delay invented',
    scope: 'person',
  },
  'enter-sends': { about: 'Enter sends the message', facts: '§3.7 [C]', scope: 'person' },
  'quick-replies': {
    about: 'Buttons above the composer send on one click',
    facts: '§3.7 [C]',
    scope: 'person',
  },
  'message-refused': {
    about: 'Messages are refused with a toast',
    facts: '§3.7; the text invented',
    scope: 'person',
  },
  'message-swallowed': {
    about: 'The page shows the message as sent, and it was not',
    facts: 'invented',
    scope: 'person',
  },
  'message-answer-lost': {
    about: 'The message is sent, but its answer is a 500',
    facts: 'invented',
    scope: 'person',
  },
  'language-da': { about: 'Pages are in Danish', facts: '§3.10 [1]', scope: 'account' },
  'language-es': {
    about: 'Pages are in Spanish',
    facts: '§3.10: only the weekly limit is known, the rest translated',
    scope: 'account',
  },
} as const satisfies ScenarioTable;

import type { ScenarioTable } from './scenario.ts';

/** Login, walls and what happens to a session (facts §1.3 to §1.6, §2). */
export const SESSIONS = {
  'login-old': { about: 'The login page with a form', facts: '§1.3 [C]', scope: 'guest' },
  'login-new': {
    about: 'The login page without a form, with an off-screen copy of its fields',
    facts: '§1.3 [C]',
    scope: 'guest',
  },
  'login-remembered': {
    about: 'The login page greets a remembered account and hides the form behind a button',
    facts: '§1.3 [C] for ids and texts, the layout invented',
    scope: 'guest',
  },
  'cookie-banner': {
    about: 'A cookie banner lies over the login page and takes its clicks',
    facts: '§1.3 [C]',
    scope: 'guest',
  },
  'login-agreement': {
    about: 'After the password LinkedIn asks to agree to something',
    facts: '§1.3 [1], the text invented',
    scope: 'account',
  },
  'login-refused-browser': {
    about: 'After the password LinkedIn refuses the browser itself (errorKey)',
    facts: '§1.2 [1]',
    scope: 'account',
  },
  checkpoint: {
    about: 'Every page and every login is an e-mail PIN challenge, until it is solved',
    facts: '§1.4 [C]',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'email-pin' },
  },
  'checkpoint-phone': {
    about: 'The same with a PIN by SMS or authenticator',
    facts: '§1.4 [C]',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'phone-pin' },
  },
  'checkpoint-app': {
    about: 'The same with approval in the phone app',
    facts: '§1.4 [C]',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'app' },
  },
  'checkpoint-captcha': {
    about: 'The same with a captcha',
    facts: '§1.4 [C]',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'captcha' },
  },
  'checkpoint-unknown': {
    about: 'The same with a form nobody has described',
    facts: '§1.4 [C] for the form’s action, the rest invented',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'unknown' },
  },
  restricted: {
    about: 'The account is restricted; nothing on the page solves it',
    facts: '§1.4 [1], no capture exists',
    scope: 'account',
    page: { kind: 'challenge', challenge: 'restricted' },
  },
  'session-lost': {
    about: 'li_at is dead from now on; logging in again works',
    facts: '§2.1 [C]',
    scope: 'moment',
    once: 'end-sessions',
  },
  'redirect-loop': {
    about: 'Pages redirect between authwall and login without end',
    facts: '§2.1 [C]',
    scope: 'account',
    page: { kind: 'redirect-loop' },
  },
  'rate-limited': {
    about: 'Pages and API answer 429',
    facts: '§2.3 [C]',
    scope: 'account',
    page: { kind: 'too-many-requests', status: 429 },
    api: { kind: 'status', status: 429, code: 'TOO_MANY_REQUESTS' },
  },
  'slow-down-page': {
    about: 'Pages are answered 200 with a short page that asks to slow down',
    facts: '§1.6 [1]',
    scope: 'account',
    page: { kind: 'too-many-requests', status: 200 },
  },
  denied: {
    about: 'Pages and API answer 999 Request denied',
    facts: '§2.3 [C]',
    scope: 'account',
    page: { kind: 'denied' },
    api: { kind: 'denied' },
  },
} as const satisfies ScenarioTable;

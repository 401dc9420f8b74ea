import type { ScenarioTable } from './scenario.ts';

/** Who can be seen, what stands between, and how the page looks (facts §1.2, §3.1 to §3.3). */
export const PROFILES = {
  private: {
    about: 'The profile cannot be accessed: 403, and /404/ for its page',
    facts: '§2.3, §5 [C]',
    scope: 'person',
    profileStatus: 403,
  },
  gone: {
    about: 'The profile no longer exists: 404, and /404/ for its page',
    facts: '§1.2, §2.3 [C]',
    scope: 'person',
    profileStatus: 404,
  },
  'gone-old-page': {
    about: 'The same, and its page leads to /in/unavailable/',
    facts: '§1.2 [C]',
    scope: 'person',
    profileStatus: 404,
  },
  'renamed-slug': {
    about: 'The person takes a new slug; the old page redirects',
    facts: '§1.2 [C]',
    scope: 'moment',
    once: 'rename',
  },
  'out-of-network': {
    about: 'Beyond the third degree: "LinkedIn Member" without a link in search',
    facts: '§3.9 [C]',
    scope: 'person',
  },
  connected: {
    about: 'The person and the account are connected',
    facts: '§3.2 [C]',
    scope: 'moment',
    once: 'connect',
  },
  pending: {
    about: 'The operator invited the person by hand',
    facts: '§3.2 [C]',
    scope: 'moment',
    once: 'invited-by-hand',
  },
  incoming: {
    about: 'The person has invited the account',
    facts: '§3.2 [C]',
    scope: 'moment',
    once: 'invite-us',
  },
  'stale-profile': {
    about: 'Page and API do not know of a pending invitation yet; the sent list does',
    facts: 'invented',
    scope: 'person',
  },
  ember: {
    about: 'The old front end: profile, search, sent invitations and their dialogs',
    facts: '§3.1 to §3.9 [C] for what tools look at, from older captures',
    scope: 'person',
  },
  'top-card-unkeyed': {
    about: 'The top card does not tell whose it is',
    facts: 'invented',
    scope: 'person',
  },
  'sticky-shown': {
    about: 'The sticky copy of the action row shows from the start',
    facts: '§3.2 [C]',
    scope: 'person',
  },
  'sales-navigator': {
    about: 'One more button: Save in Sales Navigator',
    facts: '§3.2 [1]',
    scope: 'person',
  },
  'follow-first': {
    about: 'Follow on the page, Connect only in the More menu',
    facts: '§3.2 [C]',
    scope: 'person',
    connect: { control: 'menu' },
  },
  'no-connect': {
    about: 'No Connect control anywhere',
    facts: '§3.2 [C]',
    scope: 'person',
    connect: { control: 'absent' },
  },
  'connect-button': {
    about: 'Connect is a button, not a link',
    facts: '§3.2 [C], older captures',
    scope: 'person',
    connect: { control: 'button' },
  },
  'connect-unlabelled': {
    about: 'Connect is a button without an aria-label',
    facts: '§3.3 [C]',
    scope: 'person',
    connect: { control: 'unlabelled' },
  },
} as const satisfies ScenarioTable;

import type { DriverInspection } from '../../inspection.ts';
import type { LinkedInDriver } from '../../port.ts';

/** The verbs that meet LinkedIn; the rest is about the driver itself. */
export type BatteryVerb = Exclude<
  keyof LinkedInDriver,
  keyof DriverInspection | 'isGone' | 'isLoggedIn' | 'sessionState' | 'close'
>;

/** What a verb makes of each scenario: see `verdictOf`. `ordinary` is none of the sandbox's switches. */
export type Expectations = Readonly<Record<string, string>>;

/** Walls and a lost session meet every verb alike (facts §1, §2). */
const WALLS: Expectations = {
  'session-lost': 'SessionLost',
  'redirect-loop': 'SessionLost',
  'rate-limited': 'RateLimited',
  'slow-down-page': 'RateLimited',
  denied: 'RateLimited',
  checkpoint: 'Checkpoint email-pin',
  restricted: 'Checkpoint restricted',
};

const OTHER_CHALLENGES: Expectations = {
  'checkpoint-phone': 'Checkpoint phone-pin',
  'checkpoint-app': 'Checkpoint app-approval',
  'checkpoint-captcha': 'Checkpoint captcha',
  'checkpoint-unknown': 'Checkpoint verification',
};

/** Whatever asks Voyager first meets these before it has done anything. */
const REFUSING_API: Expectations = {
  'csrf-refused': 'SessionLost',
  'api-401': 'SessionLost',
  'api-login-page': 'SessionLost',
  'api-429': 'RateLimited',
  'api-410': 'VoyagerRefused',
  'api-500': 'VoyagerRefused',
  'decoration-rotated': 'VoyagerRefused',
};

const INACCESSIBLE: Expectations = {
  private: 'SkipProfile',
  gone: 'SkipProfile',
  'gone-old-page': 'SkipProfile',
};

/** Every way in which the same offer to connect can be shown or told. */
const CONNECTABLE_FACES = [
  'ordinary',
  'relationship-missing',
  'relationship-nowhere',
  'viewer-first',
  'profile-in-parts',
  'collections-empty',
  'renamed-slug',
  'out-of-network',
  'ember',
  'top-card-unkeyed',
  'sticky-shown',
  'sales-navigator',
  'follow-first',
  'connect-button',
  'connect-unlabelled',
  'language-da',
  'language-es',
] as const;

const each = (names: readonly string[], verdict: string): Expectations =>
  Object.fromEntries(names.map((name) => [name, verdict]));

/** The battery: verb, scenario, verdict. One test for each. */
export const BATTERY: Readonly<Record<BatteryVerb, Expectations>> = {
  login: {
    ordinary: 'done',
    ...OTHER_CHALLENGES,
    checkpoint: 'Checkpoint email-pin',
    restricted: 'Checkpoint restricted',
    'login-old': 'done',
    'login-new': 'done',
    'login-remembered': 'done',
    'cookie-banner': 'done',
    'login-agreement': 'Checkpoint agreement',
    'login-refused-browser': 'Checkpoint bot-refusal',
    'rate-limited': 'RateLimited',
    denied: 'RateLimited',
  },
  whoAmI: { ordinary: 'read', ...WALLS, ...REFUSING_API },
  readProfile: {
    ...WALLS,
    ...REFUSING_API,
    ...INACCESSIBLE,
    'profile-malformed': 'VoyagerShapeError',
    ...each(
      [
        'ordinary',
        'renamed-slug',
        'out-of-network',
        'relationship-missing',
        'viewer-first',
        'profile-in-parts',
        'collections-empty',
        'pending',
      ],
      'read',
    ),
  },
  connectionState: {
    ...WALLS,
    ...OTHER_CHALLENGES,
    ...REFUSING_API,
    ...INACCESSIBLE,
    ...each(CONNECTABLE_FACES, 'connectable'),
    connected: 'connected',
    pending: 'pending',
    incoming: 'incoming',
    'no-connect': 'not-connectable',
    'stale-profile': 'connectable',
  },
  invite: {
    ...WALLS,
    ...REFUSING_API,
    ...INACCESSIBLE,
    ...each(CONNECTABLE_FACES, 'done'),
    ...each(
      ['dialog-iframe', 'dialog-page', 'dialog-native', 'dialog-own-page', 'direct-send', 'old-send-label'],
      'done',
    ),
    connected: 'no-control',
    pending: 'done already',
    incoming: 'no-control',
    'no-connect': 'no-control',
    'stale-profile': 'done',
    'connect-dead': 'unknown',
    'dialog-of-another': 'no-control',
    'email-gate': 'refused',
    'how-know': 'refused',
    'note-quota': 'refused',
    'note-limit-code': 'done',
    'weekly-limit': 'limit weekly-invitations',
    'weekly-limit-soft': 'done',
    'too-many-open': 'limit open-invitations',
    'error-toast': 'refused',
    'invite-forbidden': 'refused',
    'invite-challenged': 'refused',
    'pending-despite-429': 'limit requests',
    'invite-answer-lost': 'done',
    'invite-swallowed': 'unknown',
  },
  withdraw: {
    ...WALLS,
    ...REFUSING_API,
    ...INACCESSIBLE,
    ...each(
      [
        'ordinary',
        'ember',
        'renamed-slug',
        'relationship-missing',
        'relationship-nowhere',
        'top-card-unkeyed',
        'sticky-shown',
        'follow-first',
        'lazy-lists',
        'late-lists',
        'language-da',
        'language-es',
        'withdraw-answer-lost',
      ],
      'done',
    ),
    connected: 'no-control',
    incoming: 'no-control',
    'stale-profile': 'no-control',
    'withdraw-refused': 'refused',
    'withdraw-swallowed': 'unknown',
    'withdraw-unhandled': 'no-control',
  },
  sentInvitations: {
    ...WALLS,
    ...each(['ordinary', 'ember', 'stale-profile', 'lazy-lists', 'late-lists'], 'listed'),
    ...each(['language-da', 'language-es'], 'listed as new'),
  },
  searchPeople: {
    ...WALLS,
    ...each(['ordinary', 'ember', 'language-da', 'language-es'], 'listed'),
    'out-of-network': 'none',
    'search-nothing': 'none',
    'search-limit': 'LimitReached',
  },
  sendMessage: {
    ...WALLS,
    ...each(['ordinary', 'enter-sends', 'quick-replies', 'message-answer-lost'], 'done'),
    ...each(['lazy-lists', 'language-da', 'language-es'], 'done'),
    'late-thread': 'done already',
    'message-refused': 'refused',
    'message-swallowed': 'unknown',
    'api-429': 'limit requests',
    'api-500': 'unknown',
    'no-composer': 'no-control',
    inmail: 'no-control',
    'thread-of-another': 'no-control',
  },
  readThread: {
    ...WALLS,
    ...each(
      ['ordinary', 'late-thread', 'quick-replies', 'enter-sends', 'language-da', 'language-es'],
      'listed',
    ),
    'thread-of-another': 'Error',
  },
  recentConversations: {
    ...WALLS,
    'csrf-refused': 'SessionLost',
    'api-401': 'SessionLost',
    'api-login-page': 'SessionLost',
    'api-429': 'RateLimited',
    'api-500': 'VoyagerRefused',
    ...each(
      [
        'ordinary',
        'query-rotated',
        'graphql-errors',
        'conversations-hidden',
        'unread-unmarked',
        'lazy-lists',
        'late-lists',
        'language-da',
        'language-es',
      ],
      'listed',
    ),
  },
  recentConnections: { ordinary: 'listed', ...WALLS, ...REFUSING_API },
};

/** What is there before the scenario is set. Default: somebody who can be invited. */
export type Given = 'connectable' | 'pending' | 'connected' | 'thread' | 'thread-with-text';

const GIVEN: Readonly<Partial<Record<BatteryVerb, Given>>> = {
  withdraw: 'pending',
  sentInvitations: 'pending',
  sendMessage: 'connected',
  readThread: 'thread',
  recentConversations: 'thread',
  recentConnections: 'connected',
};

export interface BatteryCase {
  verb: BatteryVerb;
  scenario: string;
  given: Given;
  expects: string;
}

export const BATTERY_CASES: readonly BatteryCase[] = (Object.keys(BATTERY) as BatteryVerb[]).flatMap((verb) =>
  Object.entries(BATTERY[verb]).map(([scenario, expects]) => ({
    verb,
    scenario,
    given: givenFor(verb, scenario),
    expects,
  })),
);

function givenFor(verb: BatteryVerb, scenario: string): Given {
  if (verb === 'sendMessage' && scenario === 'late-thread') return 'thread-with-text';
  if (verb === 'sendMessage' && scenario === 'quick-replies') return 'thread';
  return GIVEN[verb] ?? 'connectable';
}

/** Whether the verb does something that cannot be undone unseen. */
export function isWrite(verb: BatteryVerb): boolean {
  return verb === 'invite' || verb === 'withdraw' || verb === 'sendMessage';
}

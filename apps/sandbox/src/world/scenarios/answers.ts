import type { ScenarioTable } from './scenario.ts';

const status = (code: number, text: string) =>
  ({ scope: 'account', api: { kind: 'status', status: code, code: text } }) as const;

/** What the API answers (facts §2.2, §2.3, §4). */
export const ANSWERS = {
  'csrf-refused': {
    about: 'The API answers 403 "CSRF check failed."',
    facts: '§2.2 [C]',
    scope: 'account',
    api: { kind: 'csrf' },
  },
  'api-401': { about: 'The API answers 401', facts: '§2.3 [C]', ...status(401, 'UNAUTHORIZED') },
  'api-410': { about: 'The API answers 410: retired', facts: '§2.3 [C]', ...status(410, 'GONE') },
  'api-429': {
    about: 'The API alone answers 429; pages work',
    facts: '§2.3 [C]',
    ...status(429, 'TOO_MANY_REQUESTS'),
  },
  'api-500': { about: 'The API answers 500', facts: '§2.3 [1]', ...status(500, 'INTERNAL') },
  'api-login-page': {
    about: 'The API answers 200 with the login page',
    facts: '§2.3 [C]',
    scope: 'account',
    api: { kind: 'login-page' },
  },
  'decoration-rotated': {
    about: 'Every known decorationId is unknown: 400',
    facts: '§2.3, §4.1 [C]',
    scope: 'account',
  },
  'query-rotated': {
    about: 'Every known queryId of messaging is unknown: 400',
    facts: '§4.9 [C]',
    scope: 'account',
  },
  'graphql-errors': {
    about: 'Messaging answers 200 with an error for the list and nothing in its place',
    facts: '§2.3 [C] for the form, seen on search only',
    scope: 'account',
  },
  'conversations-hidden': {
    about: 'The API lists no conversations, with 200, although there are some',
    facts: '§4.9 [1]',
    scope: 'account',
  },
  'relationship-missing': {
    about: 'The profile does not carry the relationship; its own endpoint does',
    facts: '§4.1 [D]',
    scope: 'person',
  },
  'relationship-nowhere': {
    about: 'Neither the profile nor its own endpoint carries the relationship',
    facts: '§4.2 [1]',
    scope: 'person',
  },
  'viewer-first': {
    about: 'The viewer’s own Profile comes first in `included`',
    facts: '§4.1 [C]',
    scope: 'person',
  },
  'profile-in-parts': {
    about: 'The profile is listed three times, each time with a part of its fields',
    facts: '§4.0 [C], how it is split invented',
    scope: 'person',
  },
  'collections-empty': {
    about: 'No positions and no schools: the collections are empty',
    facts: '§4.1 [C]',
    scope: 'person',
  },
  'profile-malformed': {
    about: 'The profile’s fields have types nobody has seen',
    facts: 'invented',
    scope: 'person',
  },
} as const satisfies ScenarioTable;

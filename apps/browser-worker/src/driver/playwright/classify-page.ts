/** What a page is, judged by its URL alone. */
export type PageKind =
  | 'checkpoint'
  | 'login'
  | 'authwall'
  | 'feed'
  | 'profile'
  | 'messaging'
  | 'search'
  | 'invite'
  | 'not-found'
  | 'other';

/**
 * In order: the first match wins (facts §1.2). `/checkpoint/lg/login…` is the login form answering, not a
 * challenge; with an errorKey it is a refusal of the browser, which only a human can look into.
 */
const RULES: readonly [pattern: RegExp, kind: PageKind][] = [
  [/^\/checkpoint\/lg\/login/, 'login'],
  [/^\/(checkpoint|challenge|uas\/consumer-email-challenge)/, 'checkpoint'],
  [/^\/(login|uas\/login|flagship-web\/login)/, 'login'],
  [/^\/(authwall|signup)/, 'authwall'],
  [/^\/feed(\/|$)/, 'feed'],
  [/^\/in\/unavailable(\/|$)/, 'not-found'],
  [/^\/in\/./, 'profile'],
  [/^\/messaging(\/|$)/, 'messaging'],
  [/^\/search\//, 'search'],
  [/^\/preload\/(search-)?custom-invite/, 'invite'],
  [/^\/404(\/|$)/, 'not-found'],
];

/**
 * Classifies by the path only: a `?session_redirect=%2Ffeed%2F` on the login page fools substring tests.
 * The one exception is the `errorKey` of a login page, which marks a refusal.
 */
export function classifyPage(link: string): PageKind {
  const url = URL.parse(link);
  if (!url) return 'other';
  const kind = RULES.find(([pattern]) => pattern.test(url.pathname))?.[1] ?? 'other';
  return kind === 'login' && isRefusal(url) ? 'checkpoint' : kind;
}

/** True for the login page that refuses this browser (facts §1.2): not solvable by trying again. */
export function isBotRefusal(link: string): boolean {
  const url = URL.parse(link);
  return url !== null && isRefusal(url);
}

function isRefusal(url: URL): boolean {
  return url.searchParams.has('errorKey');
}

const NOWHERE = 'http://nowhere.invalid';

/**
 * Where to go after the login: a path of this site, else `/`. Browsers read `//host`, `/\host` and
 * control characters as other hosts, so the answer is taken from the parsed URL.
 */
export function safeNextPath(next: unknown): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return '/';
  const url = URL.parse(next, NOWHERE);
  if (!url || url.origin !== NOWHERE) return '/';
  const path = `${url.pathname}${url.search}`;
  return path.startsWith('//') ? '/' : path;
}

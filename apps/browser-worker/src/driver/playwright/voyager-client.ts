import { SessionLost, SkipProfile } from '@fairlead/shared/runtime/errors';
import { readJson } from '../voyager/json.ts';
import { MEMBER_PAGE } from './selectors.ts';
import type { Tab } from './tab.ts';
import { throttledBy } from './walls.ts';

const FETCH_TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
const PROFILE_DECORATION = 'com.linkedin.voyager.dash.deco.identity.profile.FullProfileWithEntities-91';

/** What came back, before it is judged. `redirected` is a redirect that was not followed. */
interface RawAnswer {
  status: number;
  redirected: boolean;
  contentType: string;
  body: string;
}

/**
 * The full profile of a slug, of a member id (`ACoA…`) or of `me`, as JSON (facts §4.1).
 * Throws SessionLost (401, a redirect, HTML), SkipProfile (403, 404), RateLimited (429, 999), else VoyagerRefused.
 */
export function fetchProfile(tab: Tab, memberIdentity: string): Promise<unknown> {
  const query = new URLSearchParams({
    q: 'memberIdentity',
    memberIdentity,
    decorationId: PROFILE_DECORATION,
  });
  return fetchVoyager(tab, `/identity/dash/profiles?${query}`);
}

/** The relationship alone, by its URN (facts §4.2). Throws as `fetchProfile` does. */
export function fetchRelationship(tab: Tab, relationshipUrn: string): Promise<unknown> {
  const path = `/voyagerRelationshipsDashMemberRelationships/${encodeURIComponent(relationshipUrn)}`;
  return fetchVoyager(tab, path);
}

const CONVERSATIONS = 'messengerConversations.0d5e6781bbee71c3e51c8843c6519f48';

/** The first page of the inbox of `mailboxUrn` (facts §4.9). VoyagerRefused once the queryId has rotated. */
export function fetchConversations(tab: Tab, mailboxUrn: string): Promise<unknown> {
  const variables = `(mailboxUrn:${encodeURIComponent(mailboxUrn)})`;
  return fetchVoyager(
    tab,
    `/voyagerMessagingGraphQL/graphql?queryId=${CONVERSATIONS}&variables=${variables}`,
  );
}

/** How many connections one call brings (facts §4.7). */
const CONNECTIONS = 40;
const CONNECTIONS_DECORATION = 'com.linkedin.voyager.dash.deco.web.mynetwork.ConnectionListWithProfile-16';

/** The newest connections (facts §4.7). VoyagerRefused once the decoration has rotated. */
export function fetchConnections(tab: Tab): Promise<unknown> {
  const query = new URLSearchParams({
    decorationId: CONNECTIONS_DECORATION,
    q: 'search',
    sortType: 'RECENTLY_ADDED',
    count: String(CONNECTIONS),
    start: '0',
  });
  return fetchVoyager(tab, `/relationships/dash/connections?${query}`);
}

/** An endpoint that answers, but not with what was asked for: 400, 410, 500 (facts §2.3). Says nothing of any person. */
export class VoyagerRefused extends Error {
  override readonly name = 'VoyagerRefused';
}

async function fetchVoyager(tab: Tab, path: string): Promise<unknown> {
  await standOnSite(tab);
  const csrfToken = await readCsrfToken(tab);
  const headers = {
    accept: 'application/vnd.linkedin.normalized+json+2.1',
    'csrf-token': csrfToken,
    'x-li-lang': 'en_US',
    'x-restli-protocol-version': '2.0.0',
  };
  const answer = await fetchWithRetries(tab, `${tab.baseUrl}/voyager/api${path}`, headers);
  const [endpoint = path] = path.split('?');
  tab.log.debug({ endpoint, status: answer.status }, 'voyager answered');
  return judge(tab, endpoint, answer);
}

/** The request must come from a page of the site, as the site's own requests do. */
async function standOnSite(tab: Tab): Promise<void> {
  if (URL.parse(tab.page.url())?.origin !== tab.baseUrl) await tab.visit('/feed/', MEMBER_PAGE);
}

/** The token is the JSESSIONID cookie without its quotes (facts §2.2). */
async function readCsrfToken(tab: Tab): Promise<string> {
  const cookies = await tab.page.context().cookies(tab.baseUrl);
  const session = cookies.find((cookie) => cookie.name === 'JSESSIONID');
  if (!session) throw new SessionLost('there is no JSESSIONID cookie');
  return session.value.replaceAll('"', '');
}

/** Only a failed network is tried again: any answer, even a bad one, counts against the account. */
async function fetchWithRetries(tab: Tab, url: string, headers: Record<string, string>): Promise<RawAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tab.page.evaluate(fetchInPage, { url, headers, timeoutMs: FETCH_TIMEOUT_MS });
    } catch (error) {
      if (attempt === ATTEMPTS) throw new Error(`no answer from ${new URL(url).pathname}`, { cause: error });
      await tab.pacing.beforeStep();
    }
  }
}

/** Runs inside the page: may use nothing from this file. */
async function fetchInPage(request: {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
}): Promise<RawAnswer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      headers: request.headers,
      credentials: 'include',
      redirect: 'manual',
      signal: controller.signal,
    });
    return {
      status: response.status,
      redirected: response.type === 'opaqueredirect',
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  } finally {
    clearTimeout(timer);
  }
}

function judge(tab: Tab, endpoint: string, answer: RawAnswer): unknown {
  const { status, redirected, contentType, body } = answer;
  if (redirected || status === 401) throw new SessionLost(`${endpoint}: the session is gone`);
  const throttled = throttledBy(status, endpoint, tab.clock);
  if (throttled) throw throttled;
  // Says nothing about the person: the cookie and the session no longer fit together (facts §2.2).
  if (status === 403 && body.includes('CSRF'))
    throw new SessionLost(`${endpoint}: the csrf token is refused`);
  if (status === 403 || status === 404) throw new SkipProfile(`${endpoint} was answered ${status}`);
  if (status < 200 || status >= 300)
    throw new VoyagerRefused(`${endpoint} was answered ${status}: ${body.slice(0, 200)}`);
  if (contentType.includes('text/html')) throw new SessionLost(`${endpoint} was answered with a page`);
  return readJson(body);
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { profileResponse } from './profile-fixture.ts';

/** A page, a status with a page, or a redirect. */
export type Answer = string | { status: number; html: string } | { redirect: string };

/** What a test wants the site to be. */
export interface SiteScript {
  /** By path, without the query. */
  pages: Record<string, Answer | (() => Answer)>;
  /** Voyager's `memberRelationshipUnion` of Mara Quill; null leaves the relationship out. */
  relationship?: Record<string, unknown> | null;
  /** LinkedIn's answer to an invitation. Default: 200. */
  inviteAnswer?: { status: number; code: string };
}

/** The smallest site that can show one odd page at a time: what the sandbox has no switch for. */
export interface ScriptedSite {
  url: string;
  script: SiteScript;
  /** How many invitations arrived. */
  invites: number;
  /** Every request: its path with the query, the user agent and the cookies it came with, and from where (`Sec-Fetch-Site`). */
  requests: { path: string; userAgent: string; cookie: string; from: string }[];
  close(): Promise<void>;
}

const INVITE_PATH = '/voyager/api/voyagerRelationshipsDashMemberRelationships';

/** Starts it on a free loopback port. */
export async function startScriptedSite(): Promise<ScriptedSite> {
  const site: Omit<ScriptedSite, 'url' | 'close'> = { script: { pages: {} }, invites: 0, requests: [] };
  const server = createServer((req, res) => answer(site, req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(site, {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

function answer(site: Omit<ScriptedSite, 'url' | 'close'>, req: IncomingMessage, res: ServerResponse): void {
  const { pathname } = new URL(req.url ?? '/', 'http://site.example');
  const header = (name: string): string => String(req.headers[name] ?? '');
  site.requests.push({
    path: req.url ?? '/',
    userAgent: header('user-agent'),
    cookie: header('cookie'),
    from: header('sec-fetch-site'),
  });
  res.setHeader('set-cookie', 'JSESSIONID="ajax:1"; Path=/');
  if (req.method === 'POST' && pathname === INVITE_PATH) answerInvite(site, res);
  else if (pathname.startsWith('/voyager/')) answerVoyager(site, pathname, res);
  else answerPage(site, pathname, res);
}

function answerInvite(site: Omit<ScriptedSite, 'url' | 'close'>, res: ServerResponse): void {
  const { status, code } = site.script.inviteAnswer ?? { status: 200, code: '' };
  if (status === 200) site.invites += 1;
  sendJson(res, status, { data: status === 200 ? {} : { status, code }, included: [] });
}

function answerVoyager(
  site: Omit<ScriptedSite, 'url' | 'close'>,
  pathname: string,
  res: ServerResponse,
): void {
  const union = site.script.relationship;
  if (pathname !== '/voyager/api/identity/dash/profiles') {
    sendJson(res, 404, { data: { status: 404, code: 'NOT_FOUND' }, included: [] });
    return;
  }
  const response = profileResponse(union ?? {});
  const isRelationship = ({ entityUrn }: Record<string, unknown>) =>
    String(entityUrn).includes('Relationship');
  const included = response.included.filter((entity) => union || !isRelationship(entity));
  sendJson(res, 200, { ...response, included });
}

function answerPage(site: Omit<ScriptedSite, 'url' | 'close'>, pathname: string, res: ServerResponse): void {
  const scripted = site.script.pages[pathname];
  const page = typeof scripted === 'function' ? scripted() : scripted;
  if (page === undefined) send(res, 404, 'text/html', '<h1>Nothing here</h1>');
  else if (typeof page === 'string') send(res, 200, 'text/html', page);
  else if ('redirect' in page) res.writeHead(302, { location: page.redirect }).end();
  else send(res, page.status, 'text/html', page.html);
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  send(res, status, 'application/vnd.linkedin.normalized+json+2.1', JSON.stringify(body));
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

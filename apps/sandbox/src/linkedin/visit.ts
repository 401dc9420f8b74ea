import type { Request, RequestHandler, Response } from 'express';
import { type Account, newCsrfToken } from '../world/accounts.ts';
import type { PageAnswer } from '../world/scenarios/scenario.ts';
import type { ScenarioName } from '../world/scenarios/table.ts';
import { openChallenge, type World } from '../world/world.ts';
import { html, type SafeHtml } from './html.ts';
import { LANGUAGES, type Words } from './words.ts';

/** The cookies of a request; a name that came twice has two values (facts §2.1). */
export function cookiesOf(req: Request): ReadonlyMap<string, readonly string[]> {
  const cookies = new Map<string, string[]>();
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name = '', ...value] = pair.trim().split('=');
    if (name !== '') cookies.set(name, [...(cookies.get(name) ?? []), value.join('=')]);
  }
  return cookies;
}

/** Every visitor, guest or member, carries these; JSESSIONID keeps its quotes (facts §2.1, [C]). */
export function setVisitorCookies(req: Request, res: Response): void {
  const cookies = cookiesOf(req);
  if (!cookies.has('JSESSIONID')) setCookie(res, 'JSESSIONID', `"${newCsrfToken()}"`);
  if (!cookies.has('bcookie')) setCookie(res, 'bcookie', '"v=2&5ad0b0c5-0f0e-4c53-8d51-6a1b2c3d4e5f"');
  if (!cookies.has('lang')) setCookie(res, 'lang', 'v=2&lang=en-us');
  if (!cookies.has('bscookie')) setCookie(res, 'bscookie', '"v=1&20260101000000sandbox"', true);
  if (!cookies.has('li_theme')) setCookie(res, 'li_theme', 'light');
  if (!cookies.has('timezone')) setCookie(res, 'timezone', 'Etc/UTC');
}

export function setCookie(res: Response, name: string, value: string, httpOnly = false): void {
  res.cookie(name, value, { path: '/', httpOnly, sameSite: 'lax', maxAge: 31_536_000_000, encode: String });
}

/** One page view of a logged-in member. */
export interface Visit {
  world: World;
  account: Account;
  now: Date;
  /** `http://127.0.0.1:port`: links in search results are absolute. */
  origin: string;
  words: Words;
  /** Whether a switch is on for this account, or for a person as this account meets them. */
  is(name: ScenarioName, memberId?: string): boolean;
}

export function memberOf(world: World, req: Request): Account | undefined {
  const [liAt] = cookiesOf(req).get('li_at') ?? [];
  return liAt === undefined ? undefined : world.sessions.get(liAt)?.account;
}

type PageHandler = (visit: Visit, req: Request, res: Response) => void;

/** A page for members: guests are sent away, and scenarios that take the page's place come first. */
export function asMember(world: World, handler: PageHandler): RequestHandler {
  return (req, res) => {
    if ((cookiesOf(req).get('JSESSIONID') ?? []).length > 1) {
      res.status(400).send('Bad Request');
      return;
    }
    setVisitorCookies(req, res);
    const account = memberOf(world, req);
    if (!account) {
      sendAway(req, res);
      return;
    }
    const answer = world.scenarios.concerning(account.email).find((scenario) => scenario.page)?.page;
    if (answer) answerInstead(answer, world, account, req, res);
    else handler(visitOf(world, account, req), req, res);
  };
}

function visitOf(world: World, account: Account, req: Request): Visit {
  return {
    world,
    account,
    now: world.clock.now(),
    origin: originOf(req),
    words: wordsOf(world, account),
    is: (name, memberId) => world.scenarios.isOn(name, account.email, memberId),
  };
}

/** The language of the account's pages (facts §3.10). */
export function wordsOf(world: World, account: Account): Words {
  if (world.scenarios.isOn('language-da', account.email)) return LANGUAGES.da;
  if (world.scenarios.isOn('language-es', account.email)) return LANGUAGES.es;
  return LANGUAGES.en;
}

export function originOf(req: Request): string {
  return `${req.protocol}://${req.headers.host ?? '127.0.0.1'}`;
}

/** Facts §1.2 and §2.1: profiles go to the authwall, the rest to the login page; a dead li_at is deleted. */
function sendAway(req: Request, res: Response): void {
  if (cookiesOf(req).has('li_at')) {
    res.append('set-cookie', 'li_at=delete me; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  }
  const wanted = encodeURIComponent(`${originOf(req)}${req.originalUrl}`);
  if (req.path.startsWith('/in/')) {
    res.redirect(302, `/authwall?trk=bf&original_referer=&sessionRedirect=${wanted}`);
    return;
  }
  res.redirect(302, `/login/?session_redirect=${encodeURIComponent(req.originalUrl)}`);
}

function answerInstead(
  answer: PageAnswer,
  world: World,
  account: Account,
  req: Request,
  res: Response,
): void {
  switch (answer.kind) {
    case 'challenge': {
      const challenge = openChallenge(world, account, answer.challenge);
      res.redirect(302, `/checkpoint/challenge/${challenge.token}?ut=1`);
      return;
    }
    case 'too-many-requests':
      sendHtml(res, tooManyRequests(), answer.status);
      return;
    case 'denied':
      sendDenied(res);
      return;
    case 'redirect-loop':
      res.redirect(302, `/authwall?trk=loop&sessionRedirect=${encodeURIComponent(req.originalUrl)}`);
      return;
  }
}

/** Facts §1.6 [1]: no main, a short body. */
function tooManyRequests(): SafeHtml {
  return html`<!doctype html><html lang="en"><head><title>LinkedIn</title></head><body><h1>Too many requests</h1><p>Please slow down and try again later.</p></body></html>`;
}

/** Facts §2.3 [C]: a small page whose script jumps to the authwall, and three cookies. */
export function sendDenied(res: Response): void {
  for (const name of ['trkCode', 'trkInfo', 'rtc']) setCookie(res, name, 'sandbox');
  const body = html`<html><head><title>Request denied</title></head><body><script>window.setTimeout(() => { location.href = '/authwall?trk=denied'; }, 60000);</script></body></html>`;
  sendHtml(res, body, 999);
}

export function sendHtml(res: Response, page: SafeHtml, status = 200): void {
  res.status(status).type('html').send(page.text);
}

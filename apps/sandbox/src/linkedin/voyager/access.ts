import type { Request, RequestHandler, Response } from 'express';
import type { Account } from '../../world/accounts.ts';
import type { Refusal } from '../../world/relationships.ts';
import type { ApiAnswer } from '../../world/scenarios/scenario.ts';
import type { World } from '../../world/world.ts';
import { loginPage } from '../login-pages.ts';
import { cookiesOf, memberOf, sendDenied, sendHtml } from '../visit.ts';

/** One API call of a logged-in member. */
export interface Call {
  world: World;
  account: Account;
  req: Request;
  /** The accept header asks for `{data, included}` rather than nested entities (facts §2.2, [C]). */
  normalised: boolean;
}

export type Answer = { status: number; body: unknown };

/**
 * Facts §2.2 and §2.3, [C]: 401 without a living li_at; 403 "CSRF check failed." unless the csrf-token
 * header equals JSESSIONID without its quotes.
 */
export function voyagerCall(world: World, handler: (call: Call) => Answer): RequestHandler {
  return (req, res) => {
    const account = memberOf(world, req);
    if (!account) {
      res.append('set-cookie', 'li_at=delete me; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
      send(res, refused({ status: 401, code: 'UNAUTHORIZED' }));
      return;
    }
    const [jsessionid = ''] = cookiesOf(req).get('JSESSIONID') ?? [];
    if (jsessionid === '' || req.headers['csrf-token'] !== jsessionid.replaceAll('"', '')) {
      res.status(403).type('text/plain').send('CSRF check failed.');
      return;
    }
    const instead = world.scenarios.concerning(account.email).find((scenario) => scenario.api)?.api;
    if (instead) {
      answerInstead(instead, res);
      return;
    }
    const normalised = (req.headers.accept ?? '').includes('vnd.linkedin.normalized+json');
    send(res, handler({ world, account, req, normalised }));
  };
}

function answerInstead(answer: ApiAnswer, res: Response): void {
  switch (answer.kind) {
    case 'status':
      send(res, refused(answer));
      return;
    case 'csrf':
      res.status(403).type('text/plain').send('CSRF check failed.');
      return;
    case 'denied':
      sendDenied(res);
      return;
    case 'login-page':
      sendHtml(res, loginPage('old', '', null, { remembered: false, cookieBanner: false }));
      return;
  }
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** `{"data":{"code","status"},"included":[]}` (facts §4.4, [C] for writes, assumed for reads). */
export function refused({ status, code }: Refusal): Answer {
  return { status, body: { data: { code, status }, included: [] } };
}

function send(res: Response, { status, body }: Answer): void {
  res.status(status).json(body);
}

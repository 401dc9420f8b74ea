import { listAccounts } from '@fairlead/db/repositories/accounts';
import { countWaiting } from '@fairlead/db/views/approvals';
import type { RequestHandler } from 'express';
import type { DashboardDeps } from './deps.ts';

/** What every template may rely on, also when the request fails before anybody is known. */
export function pageDefaults({ clock, sandbox }: DashboardDeps): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, {
      user: null,
      mayAct: false,
      isOwner: false,
      toApprove: null,
      csrfToken: '',
      notice: null,
      attention: [],
      sandbox,
      now: clock.now(),
      section: req.path.split('/')[1] ?? '',
      returnTo: req.originalUrl,
    });
    next();
  };
}

/** The accounts that wait for somebody, on every page but the overview, which says more. */
export function showAttention({ db }: DashboardDeps): RequestHandler {
  return async (req, res, next) => {
    if (req.method === 'GET' && req.path !== '/' && req.accepts('html')) {
      const accounts = await listAccounts(db);
      res.locals.attention = accounts.filter(
        ({ active, health, writesPause }) => active && (health === 'stopped' || writesPause),
      );
    }
    next();
  };
}

// What does not fit into the badge need not be counted.
const BADGE_UP_TO = 99;

/** How much waits for approval, for the badge in the navigation; null when nothing does. */
export function showWaiting({ db }: DashboardDeps): RequestHandler {
  return async (req, res, next) => {
    if (req.method === 'GET' && req.accepts('html')) {
      const { messages, invites } = await countWaiting(db, BADGE_UP_TO + 1);
      const waiting = messages + invites;
      res.locals.toApprove = waiting > BADGE_UP_TO ? `${BADGE_UP_TO}+` : String(waiting || '') || null;
    }
    next();
  };
}

/** Takes the notice of the last act out of the session. */
export const showNotice: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' && req.session.notice !== undefined && req.accepts('html')) {
    res.locals.notice = req.session.notice;
    delete req.session.notice;
  }
  next();
};

import { listAccounts } from '@fairlead/db/repositories/accounts';
import type { RequestHandler } from 'express';
import type { DashboardDeps } from './deps.ts';

/** What every template may rely on, also when the request fails before anybody is known. */
export function pageDefaults({ clock, sandbox }: DashboardDeps): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, {
      user: null,
      mayAct: false,
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

/** Takes the notice of the last act out of the session. */
export const showNotice: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' && req.session.notice !== undefined && req.accepts('html')) {
    res.locals.notice = req.session.notice;
    delete req.session.notice;
  }
  next();
};

import { findUser } from '@fairlead/db/repositories/users';
import { hashPassword, randomToken, verifyPassword } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { type RequestHandler, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { HttpError } from '../http-error.ts';
import { formOf } from '../request.ts';
import { safeNextPath } from '../session/next-path.ts';
import { beginSession, endSession, SESSION_COOKIE } from '../session/session.ts';

const WINDOW_MS = 15 * 60_000;
/** Failed logins one address has in a window. */
export const FAILURES_ALLOWED = 10;

const Credentials = z.object({
  name: z.string().max(200),
  password: z
    .string()
    .max(1_000)
    .transform((text) => new Secret(text)),
  next: z.string().max(2_000).optional(),
});

/** The login page and its form. */
export async function loginRoutes({ db, log }: DashboardDeps): Promise<Router> {
  const hashOfNobody = await hashPassword(new Secret(randomToken()));
  const router = Router();
  router.get('/login', (req, res) => {
    const next = safeNextPath(req.query.next);
    if (req.session.userName !== undefined) return res.redirect(303, next);
    res.render('login', { title: 'Sign in', next, name: '', failed: false });
  });
  router.post('/login', throttle(), async (req, res) => {
    const { name, password, next } = formOf(req, Credentials);
    const user = await findUser(db, name);
    // Hashes for unknown names too, so that the time taken does not tell which names exist.
    const correct = await verifyPassword(password, user?.passwordHash ?? hashOfNobody);
    if (!user || !correct) {
      log.warn({ ip: req.ip }, 'a login failed');
      res.status(401).render('login', { title: 'Sign in', next: safeNextPath(next), name, failed: true });
      return;
    }
    await beginSession(req, user.name);
    log.info({ user: user.name }, 'signed in');
    res.redirect(303, safeNextPath(next));
  });
  return router;
}

export function logoutRoutes(): Router {
  const router = Router();
  router.post('/logout', async (req, res) => {
    await endSession(req);
    res.clearCookie(SESSION_COOKIE).redirect(303, '/login');
  });
  return router;
}

function throttle(): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: FAILURES_ALLOWED,
    skipSuccessfulRequests: true,
    legacyHeaders: false,
    standardHeaders: 'draft-8',
    // Whoever runs a proxy in front is counted as one address: the header could be anybody's.
    validate: { xForwardedForHeader: false },
    handler: (_req, _res, next) =>
      next(new HttpError(429, 'Too many failed logins. Try again in 15 minutes.')),
  });
}

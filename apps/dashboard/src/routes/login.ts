import { findUser } from '@fairlead/db/repositories/users';
import { hashPassword, randomToken, verifyPassword } from '@fairlead/shared/runtime/crypto';
import { Secret } from '@fairlead/shared/runtime/secret';
import { Router } from 'express';
import { z } from 'zod';
import type { DashboardDeps } from '../deps.ts';
import { formOf } from '../request.ts';
import { safeNextPath } from '../session/next-path.ts';
import { beginSession, endSession, SESSION_COOKIE } from '../session/session.ts';
import { throttle } from '../session/throttle.ts';

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
  router.post('/login', throttle('Too many failed logins. Try again in 15 minutes.'), async (req, res) => {
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

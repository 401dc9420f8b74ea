import express, { type Response, Router } from 'express';
import { z } from 'zod';
import type { Account } from '../world/accounts.ts';
import { accountOf, openChallenge, openSession, type World } from '../world/world.ts';
import { authwallPage, newLoginPage, notFoundPage, oldLoginPage, pinPage } from './login-pages.ts';
import { memberOf, sendHtml, setCookie, setVisitorCookies } from './visit.ts';

const PASSWORD = 'sandbox';
const CHALLENGED_PASSWORD = 'checkpoint';
const WRONG_PASSWORD = 'Wrong email or password. Try again or create an account.';

const LoginForm = z.object({ session_key: z.email(), session_password: z.string() });
const PinForm = z.object({ challengeId: z.string(), pin: z.string() });

/** Pages for guests: login, checkpoint, authwall, 404. */
export function loginRoutes(world: World): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });
  const loginPage = world.loginVariant === 'new' ? newLoginPage : oldLoginPage;

  router.get(['/login', '/uas/login', '/checkpoint/lg/login'], (req, res) => {
    setVisitorCookies(req, res);
    if (memberOf(world, req)) res.redirect(302, '/feed/');
    else sendHtml(res, loginPage('', null));
  });

  router.post(['/checkpoint/lg/login-submit', '/uas/login-submit'], form, (req, res) => {
    const login = LoginForm.safeParse(req.body);
    const password = login.data?.session_password;
    if (!login.success || (password !== PASSWORD && password !== CHALLENGED_PASSWORD)) {
      setVisitorCookies(req, res);
      sendHtml(res, loginPage(String(req.body?.session_key ?? ''), WRONG_PASSWORD));
      return;
    }
    const account = accountOf(world, login.data.session_key);
    if (password === CHALLENGED_PASSWORD) {
      res.redirect(303, `/checkpoint/challenge/${openChallenge(world, account).token}?ut=1`);
      return;
    }
    logIn(world, account, res);
    res.redirect(303, '/feed/');
  });

  router.get('/checkpoint/challenge/:token', (req, res) => {
    if (world.challenges.has(req.params.token)) sendHtml(res, pinPage(req.params.token, false));
    else res.redirect(302, '/login/');
  });

  router.post('/checkpoint/challenge/verify', form, (req, res) => {
    const answer = PinForm.safeParse(req.body);
    const challenge = answer.success ? world.challenges.get(answer.data.challengeId) : undefined;
    if (!challenge) {
      res.redirect(303, '/login/');
      return;
    }
    if (!/^\d{6}$/.test(answer.data?.pin ?? '')) {
      sendHtml(res, pinPage(challenge.token, true));
      return;
    }
    world.challenges.delete(challenge.token);
    world.scenarios.settle('checkpoint', challenge.account.email);
    logIn(world, challenge.account, res);
    res.redirect(303, '/feed/');
  });

  router.get('/authwall', (req, res) =>
    sendHtml(res, authwallPage(String(req.query.sessionRedirect ?? '/'))),
  );
  router.get('/404', (_req, res) => sendHtml(res, notFoundPage(), 404));
  return router;
}

/** A fresh login renews the cookies of facts §2.1. */
function logIn(world: World, account: Account, res: Response): void {
  const session = openSession(world, account);
  setCookie(res, 'li_at', session.liAt, true);
  setCookie(res, 'JSESSIONID', `"${session.csrfToken}"`);
  setCookie(res, 'liap', 'true');
  setCookie(res, 'li_rm', 'AQFsandbox', true);
  setCookie(res, 'lidc', '"b=SB00:s=S:r=S:a=S:p=S:g=1:u=1"');
}

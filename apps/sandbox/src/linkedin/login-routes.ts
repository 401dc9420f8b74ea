import express, { type Response, Router } from 'express';
import { z } from 'zod';
import type { Account } from '../world/accounts.ts';
import type { ChallengeKind } from '../world/scenarios/scenario.ts';
import type { ScenarioName } from '../world/scenarios/table.ts';
import { accountOf, openChallenge, openSession, type World } from '../world/world.ts';
import { challengePage } from './challenge-pages.ts';
import type { SafeHtml } from './html.ts';
import { agreementPage, authwallPage, loginPage, notFoundPage, unavailablePage } from './login-pages.ts';
import { memberOf, sendHtml, setCookie, setVisitorCookies } from './visit.ts';

const PASSWORD = 'sandbox';
const CHALLENGED_PASSWORD = 'checkpoint';
const WRONG_PASSWORD = 'Wrong email or password. Try again or create an account.';

const LoginForm = z.object({ session_key: z.email(), session_password: z.string() });
const REFUSED = '/checkpoint/lg/login?errorKey=challenge_global_internal_error';

const PinForm = z.object({ challengeId: z.string(), pin: z.string() });

/** Pages for guests: login, checkpoint, authwall, 404. */
export function loginRoutes(world: World): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });
  const show = (email: string, error: string | null): SafeHtml => {
    const { isOn } = world.scenarios;
    const variant = isOn('login-new', undefined)
      ? 'new'
      : isOn('login-old', undefined)
        ? 'old'
        : world.loginVariant;
    return loginPage(variant, email, error, {
      remembered: isOn('login-remembered', undefined),
      cookieBanner: isOn('cookie-banner', undefined),
    });
  };

  router.get(['/login', '/uas/login', '/checkpoint/lg/login'], (req, res) => {
    setVisitorCookies(req, res);
    const account = memberOf(world, req);
    if (account && world.scenarios.isOn('redirect-loop', account.email)) res.redirect(302, '/authwall');
    else if (account) res.redirect(302, '/feed/');
    else sendHtml(res, show('', null));
  });

  router.post(['/checkpoint/lg/login-submit', '/uas/login-submit'], form, (req, res) => {
    const login = LoginForm.safeParse(req.body);
    const password = login.data?.session_password;
    if (!login.success || (password !== PASSWORD && password !== CHALLENGED_PASSWORD)) {
      setVisitorCookies(req, res);
      sendHtml(res, show(String(req.body?.session_key ?? ''), WRONG_PASSWORD));
      return;
    }
    const account = accountOf(world, login.data.session_key);
    if (world.scenarios.isOn('login-refused-browser', account.email)) {
      res.redirect(303, REFUSED);
      return;
    }
    const challenge = password === CHALLENGED_PASSWORD ? 'email-pin' : challengeOf(world, account);
    if (challenge) {
      res.redirect(303, `/checkpoint/challenge/${openChallenge(world, account, challenge).token}?ut=1`);
      return;
    }
    if (world.scenarios.isOn('login-agreement', account.email)) {
      sendHtml(res, agreementPage());
      return;
    }
    logIn(world, account, res);
    res.redirect(303, '/feed/');
  });

  router.get('/checkpoint/challenge/:token', (req, res) => {
    const challenge = world.challenges.get(req.params.token);
    if (challenge) sendHtml(res, challengePage(challenge, false));
    else res.redirect(302, '/login/');
  });

  router.post('/checkpoint/challenge/verify', form, (req, res) => {
    const answer = PinForm.safeParse(req.body);
    const challenge = answer.success ? world.challenges.get(answer.data.challengeId) : undefined;
    if (!challenge || challenge.kind === 'restricted') {
      res.redirect(303, '/login/');
      return;
    }
    if (!/^\d{6}$/.test(answer.data?.pin ?? '')) {
      sendHtml(res, challengePage(challenge, true));
      return;
    }
    world.challenges.delete(challenge.token);
    for (const name of CHALLENGE_SWITCHES) world.scenarios.settle(name, challenge.account.email);
    logIn(world, challenge.account, res);
    res.redirect(303, '/feed/');
  });

  router.get('/authwall', (req, res) => {
    const account = memberOf(world, req);
    if (account && world.scenarios.isOn('redirect-loop', account.email)) res.redirect(302, '/login/');
    else sendHtml(res, authwallPage(String(req.query.sessionRedirect ?? '/')));
  });
  router.get('/in/unavailable', (_req, res) => sendHtml(res, unavailablePage()));
  router.get('/404', (_req, res) => sendHtml(res, notFoundPage(), 404));
  return router;
}

/** The switches that a human settles by solving their challenge. */
const CHALLENGE_SWITCHES = [
  'checkpoint',
  'checkpoint-phone',
  'checkpoint-app',
  'checkpoint-captcha',
  'checkpoint-unknown',
] as const satisfies readonly ScenarioName[];

function challengeOf(world: World, account: Account): ChallengeKind | null {
  const pages = world.scenarios.concerning(account.email).map((scenario) => scenario.page);
  const challenge = pages.find((page) => page?.kind === 'challenge');
  return challenge?.kind === 'challenge' ? challenge.challenge : null;
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

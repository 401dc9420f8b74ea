import { expect, it } from 'vitest';
import { classifyPage, isBotRefusal } from './classify-page.ts';

it.each([
  ['/feed/', 'feed'],
  ['/feed', 'feed'],
  ['/feedback/', 'other'],
  ['/login/?session_redirect=%2Ffeed%2F', 'login'],
  ['/uas/login?session_redirect=/in/x/', 'login'],
  ['/authwall?trk=x&sessionRedirect=%2Ffeed%2F', 'authwall'],
  ['/signup/cold-join', 'authwall'],
  ['/checkpoint/challenge/AbC?ut=1', 'checkpoint'],
  ['/checkpoint/lg/login-submit', 'login'],
  ['/checkpoint/lg/login?errorKey=challenge_global_internal_error', 'checkpoint'],
  ['/login/?errorKey=x', 'checkpoint'],
  ['/checkpoint/lg/direct-login-verify', 'checkpoint'],
  ['/challenge', 'checkpoint'],
  ['/uas/consumer-email-challenge', 'checkpoint'],
  ['/in/mara-quill/', 'profile'],
  ['/in/mara-quill/?next=/login', 'profile'],
  ['/in/', 'other'],
  ['/in/unavailable/', 'not-found'],
  ['/404/', 'not-found'],
  ['/messaging/thread/2-Zm9v==/', 'messaging'],
  ['/messaging/compose/?recipient=ACoA', 'messaging'],
  ['/search/results/people/?keywords=x', 'search'],
  ['/preload/custom-invite/?vanityName=x', 'invite'],
  ['/', 'other'],
])('%s is %s', (path, kind) => {
  expect(classifyPage(`https://site.example${path}`)).toBe(kind);
});

it('calls what is no URL "other"', () => {
  expect(classifyPage('about:blank')).toBe('other');
  expect(classifyPage('nonsense')).toBe('other');
});

it('knows a refusal of the browser from a challenge', () => {
  expect(isBotRefusal('https://site.example/checkpoint/lg/login?errorKey=x')).toBe(true);
  expect(isBotRefusal('https://site.example/checkpoint/challenge/x')).toBe(false);
});

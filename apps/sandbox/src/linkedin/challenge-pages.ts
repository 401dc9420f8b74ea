import type { Challenge } from '../world/accounts.ts';
import type { ChallengeKind } from '../world/scenarios/scenario.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';

/** What a human sees at `/checkpoint/challenge/…`; `wrong` after a code that was not six digits. */
export function challengePage({ kind, token }: Challenge, wrong: boolean): SafeHtml {
  const body = html`<div class="login-card">${BODIES[kind](token, wrong)}</div>`;
  return emberPage({ title: 'Security Verification | LinkedIn', body, viewer: null });
}

/** Ids and the captcha's heading are facts §1.4 [C]; the other texts are invented. */
const BODIES: Readonly<Record<ChallengeKind, (token: string, wrong: boolean) => SafeHtml>> = {
  'email-pin': (token, wrong) =>
    html`<h1>Let’s do a quick verification</h1><p>Enter the code we sent to your e-mail. (Sandbox: any six digits.)</p>
<form id="email-pin-challenge" method="post" action="/checkpoint/challenge/verify">${pinFields(token, 'input__email_verification_pin', wrong)}
<button type="submit" id="email-pin-submit-button">Submit</button></form><a id="btn-resend-pin" href="#">Resend</a>`,
  'phone-pin': (token, wrong) =>
    html`<h1>Two-step verification</h1><p>Enter the code from your phone. (Sandbox: any six digits.)</p>
<form method="post" action="/checkpoint/challenge/verify">${pinFields(token, 'input__phone_verification_pin', wrong)}
<button type="submit" id="two-step-submit-button">Submit</button></form>`,
  app: (token) =>
    html`<div id="auth-app-div"><h1>Check your LinkedIn app</h1><p>Confirm there that it is you.</p></div>${pass(token, 'Sandbox: approve')}`,
  captcha: (token) =>
    html`<h1>Let's do a quick security check</h1><form id="captcha-challenge" action="#"></form><iframe id="captcha-internal" title="captcha" srcdoc="A puzzle"></iframe>${pass(token, 'Sandbox: solve the puzzle')}`,
  unknown: (token) => html`<h1>One more step</h1>${pass(token, 'Continue')}`,
  restricted: () =>
    html`<h1>We've restricted your account</h1><p>Your account is temporarily restricted because of unusual activity.</p>`,
};

function pinFields(token: string, id: string, wrong: boolean): SafeHtml {
  return html`<input type="hidden" name="challengeId" value="${token}">
<label for="${id}">Verification code</label><input id="${id}" name="pin" inputmode="numeric" maxlength="6">
${wrong && html`<div class="form__label--error" role="alert">That’s not the right code.</div>`}`;
}

/** What a human does elsewhere is a button here. */
function pass(token: string, text: string): SafeHtml {
  return html`<form method="post" action="/checkpoint/challenge/verify"><input type="hidden" name="challengeId" value="${token}"><input type="hidden" name="pin" value="000000"><button type="submit">${text}</button></form>`;
}

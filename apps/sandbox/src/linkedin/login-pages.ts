import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';

/** The form variant (facts §1.3, [C]); `error` is LinkedIn's own wording of a refused password [invented text]. */
export function oldLoginPage(email: string, error: string | null): SafeHtml {
  const body = html`<div class="login-card"><h1>Sign in</h1>
<form class="login__form" method="post" action="/checkpoint/lg/login-submit">
<label for="username">Email or phone</label><input id="username" name="session_key" type="text" autocomplete="username" value="${email}">
<label for="password">Password</label><input id="password" name="session_password" type="password" autocomplete="current-password">
${error && html`<div id="error-for-password" class="form__label--error" role="alert">${error}</div>`}
<button type="submit" aria-label="Sign in">Sign in</button></form>
<p>Any e-mail with the password <code>sandbox</code> works here.</p></div>`;
  return emberPage({ title: 'LinkedIn Login, Sign in | LinkedIn', body, viewer: null });
}

/** The form-less variant with an off-screen duplicate (facts §1.3, [C]); the duplicate comes first. */
export function newLoginPage(email: string, error: string | null): SafeHtml {
  const body = html`<div style="position:absolute;left:-9999px" aria-hidden="true">${newFields('«R1a»', email, null)}</div>
<div class="login-card" data-live-login><h1>Sign in</h1>${newFields('«R3m»', email, error)}
<p>Any e-mail with the password <code>sandbox</code> works here.</p></div>`;
  return emberPage({ title: 'LinkedIn Login, Sign in | LinkedIn', body, viewer: null, script: 'login.js' });
}

function newFields(id: string, email: string, error: string | null): SafeHtml {
  return html`<label for="${id}u">Email or phone</label><input id="${id}u" type="email" autocomplete="username webauthn" value="${email}">
<label for="${id}p">Password</label><input id="${id}p" type="password" autocomplete="current-password">
${error && html`<p role="alert" class="form__label--error">${error}</p>`}
<button type="button">Sign in</button>`;
}

/** The e-mail PIN challenge (facts §1.4, [C]). Any six digits pass. */
export function pinPage(token: string, wrong: boolean): SafeHtml {
  const body = html`<div class="login-card"><h1>Let’s do a quick verification</h1><p>Enter the code we sent to your e-mail. (Sandbox: any six digits.)</p>
<form id="email-pin-challenge" method="post" action="/checkpoint/challenge/verify"><input type="hidden" name="challengeId" value="${token}">
<label for="input__email_verification_pin">Verification code</label><input id="input__email_verification_pin" name="pin" inputmode="numeric" maxlength="6">
${wrong && html`<div class="form__label--error" role="alert">That’s not the right code.</div>`}
<button type="submit" id="email-pin-submit-button">Submit</button></form><a id="btn-resend-pin" href="#">Resend</a></div>`;
  return emberPage({ title: 'Security Verification | LinkedIn', body, viewer: null });
}

/** Wording invented; guests who ask for a profile land here. */
export function authwallPage(target: string): SafeHtml {
  const body = html`<div class="login-card"><h1>Sign in to see the profile</h1><p><a href="/login/?session_redirect=${encodeURIComponent(target)}">Sign in</a></p></div>`;
  return emberPage({ title: 'Sign Up | LinkedIn', body, viewer: null });
}

/** The wording of the missing-profile page is not known: invented. */
export function notFoundPage(): SafeHtml {
  const body = html`<div class="login-card"><h1>This page doesn’t exist</h1><p>Please check your URL or return to your feed.</p><p><a href="/feed/">Go to your feed</a></p></div>`;
  return emberPage({ title: 'Page not found | LinkedIn', body, viewer: null });
}

import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';

/** The form variant (facts §1.3, [C]); `error` is LinkedIn's own wording of a refused password [invented text]. */
function oldLogin(email: string, error: string | null): SafeHtml {
  return html`<div class="login-card"><h1>Sign in</h1>
<form class="login__form" method="post" action="/checkpoint/lg/login-submit">
<label for="username">Email or phone</label><input id="username" name="session_key" type="text" autocomplete="username" value="${email}">
<label for="password">Password</label><input id="password" name="session_password" type="password" autocomplete="current-password">
${error && html`<div id="error-for-password" class="form__label--error" role="alert">${error}</div>`}
<button type="submit" aria-label="Sign in">Sign in</button></form>
<p>Any e-mail with the password <code>sandbox</code> works here.</p></div>`;
}

/** The form-less variant with an off-screen duplicate (facts §1.3, [C]); the duplicate comes first. */
function newLogin(email: string, error: string | null): SafeHtml {
  return html`<div style="position:absolute;left:-9999px" aria-hidden="true">${newFields('«R1a»', email, null)}</div>
<div class="login-card" data-live-login><h1>Sign in</h1>${newFields('«R3m»', email, error)}
<p>Any e-mail with the password <code>sandbox</code> works here.</p></div>`;
}

function newFields(id: string, email: string, error: string | null): SafeHtml {
  return html`<label for="${id}u">Email or phone</label><input id="${id}u" type="email" autocomplete="username webauthn" value="${email}">
<label for="${id}p">Password</label><input id="${id}p" type="password" autocomplete="current-password">
${error && html`<p role="alert" class="form__label--error">${error}</p>`}
<button type="button">Sign in</button>`;
}

/** What lies over the login page: a remembered account, a cookie banner (facts §1.3, [C] for ids, classes and texts). */
export interface LoginExtras {
  remembered: boolean;
  cookieBanner: boolean;
}

/** The page with its extras; the remembered account hides the form behind a button. */
export function loginPage(
  variant: 'old' | 'new',
  email: string,
  error: string | null,
  extras: LoginExtras,
): SafeHtml {
  const form = variant === 'new' ? newLogin(email, error) : oldLogin(email, error);
  const body = html`${extras.cookieBanner && cookieBanner()}${extras.remembered && rememberedAccount()}<div data-login${extras.remembered && html` hidden`}>${form}</div>`;
  return emberPage({ title: 'LinkedIn Login, Sign in | LinkedIn', body, viewer: null, script: 'login.js' });
}

function rememberedAccount(): SafeHtml {
  return html`<div class="login-card" id="rememberme-div"><h1>Welcome back</h1><button type="button">Sign in using another account</button></div>`;
}

function cookieBanner(): SafeHtml {
  return html`<div class="artdeco-global-alert artdeco-global-alert--COOKIE_CONSENT" data-cookie-banner><p>We use cookies.</p><button type="button" action-type="ACCEPT">Accept</button><button type="button" action-type="DENY">Reject</button></div>`;
}

/** After the password (facts §1.3 [1]: the button’s id and class; the text invented). */
export function agreementPage(): SafeHtml {
  const body = html`<div class="login-card"><h1>Agree to comply</h1><p>Before you go on, please agree to our terms.</p><button type="button" id="content__button--primary--muted" class="content__button--primary">Agree</button></div>`;
  return emberPage({ title: 'LinkedIn', body, viewer: null });
}

/** Wording invented; guests who ask for a profile land here. */
export function authwallPage(target: string): SafeHtml {
  const body = html`<div class="login-card"><h1>Sign in to see the profile</h1><p><a href="/login/?session_redirect=${encodeURIComponent(target)}">Sign in</a></p></div>`;
  return emberPage({ title: 'Sign Up | LinkedIn', body, viewer: null });
}

/** `/in/unavailable/`, the old page of a member who is gone (facts §1.2, the wording invented). */
export function unavailablePage(): SafeHtml {
  const body = html`<div class="login-card"><h1>Profile not available</h1><p>This profile is not available.</p></div>`;
  return emberPage({ title: 'LinkedIn', body, viewer: null });
}

/** The wording of the missing-profile page is not known: invented. */
export function notFoundPage(): SafeHtml {
  const body = html`<div class="login-card"><h1>This page doesn’t exist</h1><p>Please check your URL or return to your feed.</p><p><a href="/feed/">Go to your feed</a></p></div>`;
  return emberPage({ title: 'Page not found | LinkedIn', body, viewer: null });
}

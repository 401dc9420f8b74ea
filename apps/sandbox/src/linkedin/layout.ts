import type { Person } from '../world/person.ts';
import { html, type SafeHtml, trusted } from './html.ts';
import { ARTDECO, cls, emberStyles, sduiStyles } from './style.ts';
import { LANGUAGES, type Words } from './words.ts';

const BANNER = html`<div class="sandbox-banner" role="note">Fairlead sandbox – simulated network. Nobody here is real.</div>`;

interface SduiPage {
  title: string;
  /** Last part of the `data-sdui-screen` name. */
  screen: string;
  main: SafeHtml;
  sidebar?: SafeHtml;
  /** Copy of the action row that sticks to the top of `main`. */
  sticky?: SafeHtml;
  /** Script of the page, below `/__assets/`. */
  script?: string;
  words: Words;
}

/** A page of the new server-driven front end (facts §3.0, [C] for attributes; looks are invented). */
export function sduiPage(page: SduiPage): SafeHtml {
  return html`<!doctype html><html lang="${page.words.language}" translate="no"><head><meta charset="utf-8"><title>${page.title}</title>
<style>${trusted(sduiStyles())}</style></head><body data-words="${scriptWords(page.words)}">${BANNER}
<div class="${cls('SHELL')}">${primaryNav()}
<main id="workspace" tabindex="0">${page.sticky}
<div data-sdui-screen="com.linkedin.sdui.flagshipnav.${page.screen}"><div data-display-contents="true">
<div class="${cls('COLUMNS')}"><div data-testid="lazy-column" data-component-type="LazyColumn">${page.main}</div><aside>${page.sidebar}</aside></div>
</div></div></main></div>
<section aria-label="Notifications"><h2 data-testid="toasts-title" class="${cls('HIDDEN')}">0 notifications</h2></section>
<div data-floating-ui-portal></div>
${interopOutlet()}
${page.script && html`<script src="/__assets/${page.script}" type="module"></script>`}</body></html>`;
}

/** The labels that scripts put into the page. */
function scriptWords(words: Words): string {
  return JSON.stringify(words);
}

function primaryNav(): SafeHtml {
  return html`<nav data-testid="primary-nav" class="${cls('NAV')}"><span class="${cls('BRAND')}">network</span>
<form action="/search/results/people/"><input data-testid="typeahead-input" name="keywords" placeholder="Search" aria-label="Search"><input type="hidden" name="origin" value="GLOBAL_SEARCH_HEADER"></form>
<a href="/feed/" aria-label="Home, 0 new notifications">Home</a><a href="/mynetwork/invitation-manager/sent/">My Network</a><a href="/messaging/">Messaging</a><a href="/in/me/">Me</a><button type="button" class="${cls('BTN')}" aria-label="More" aria-expanded="false">More</button></nav>`;
}

/** The layer in which old-style dialogs appear above new pages: an open shadow root (facts §3.0, [C]). */
function interopOutlet(): SafeHtml {
  return html`<div id="interop-outlet" data-testid="interop-shadowdom"><template shadowrootmode="open"><style>${trusted(ARTDECO)}</style><div id="interop-modal"></div>${toastRegion()}</template></div>`;
}

export function toastRegion(): SafeHtml {
  return html`<section id="artdeco-toasts" role="alert" aria-live="polite"></section>`;
}

interface EmberPage {
  title: string;
  body: SafeHtml;
  /** Guests get no navigation bar. */
  viewer: Person | null;
  script?: string;
  /** Default: English. */
  words?: Words;
}

/** A page of the old front end (facts §1.1, §4.3, [C]: only these have `#global-nav`). */
export function emberPage(page: EmberPage): SafeHtml {
  const words = page.words ?? LANGUAGES.en;
  return html`<!doctype html><html lang="${words.language}"><head><meta charset="utf-8"><title>${page.title}</title>
<style>${trusted(emberStyles())}</style></head><body class="render-mode-BIGPIPE ember-application boot-complete" data-words="${scriptWords(words)}">${BANNER}
${page.viewer && globalNav(page.viewer)}
<div class="ember-page">${page.body}</div><div id="interop-modal"></div>${toastRegion()}
<textarea id="g-recaptcha-response-100000" name="g-recaptcha-response" hidden></textarea>
${page.script && html`<script src="/__assets/${page.script}" type="module"></script>`}</body></html>`;
}

function globalNav(viewer: Person): SafeHtml {
  return html`<header id="global-nav"><strong>network</strong><a href="/feed/">Home</a><a href="/mynetwork/invitation-manager/sent/">My Network</a><a href="/messaging/">Messaging</a><div class="global-nav__me"><img class="global-nav__me-photo" alt="${viewer.fullName}" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></div></header>`;
}

/** Initials in a circle, for want of photos. */
export function face(person: Person, big = false): SafeHtml {
  const initials = `${person.firstName.charAt(0)}${person.lastName.charAt(0)}`;
  return html`<span class="${cls('FACE')} ${big && cls('BIGFACE')}" aria-hidden="true">${initials}</span>`;
}

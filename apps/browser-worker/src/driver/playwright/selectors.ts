/**
 * Every selector of the adapter. Lists run from structural to textual: the first that finds something visible
 * is taken, so the English texts are only reached where LinkedIn gives nothing better. Each row names the
 * section of the LinkedIn facts it is taken from and how sure that is: [C] certain, [1] one source, [D]
 * disputed; "invented" is a guess of ours that no capture confirms.
 */

/** §1.3 [C]: both variants of the login form. */
export const LOGIN = {
  email: [
    'input#username',
    'input[name="session_key"]',
    'input[autocomplete*="username"]',
    'input[autocomplete="webauthn"]',
  ],
  password: ['input#password', 'input[name="session_password"]', 'input[type="password"]'],
  submit: [
    'form.login__form button[type="submit"]',
    'form[action*="login-submit"] button[type="submit"]',
    'button:text-is("Sign in")',
    'button:has(:text-is("Sign in"))',
  ],
  error: ['#error-for-username', '#error-for-password', '.form__label--error'],
  /** A remembered account hides the form until another one is asked for. */
  anotherAccount: [
    '#rememberme-div button:has-text("another account")',
    'button:has-text("Sign in using another account")',
  ],
  /** §1.3 [1]: an agreement only the account's owner may give. */
  agreement: ['button#content__button--primary--muted', 'button.content__button--primary'],
  denyCookies: [
    '.artdeco-global-alert--COOKIE_CONSENT button[action-type="DENY"]',
    'button[action-type="DENY"]',
  ],
} as const;

/** §1.4 [C as a set]: what a challenge page asks for. */
export const CHALLENGES: readonly [kind: string, selector: string][] = [
  ['captcha', 'form#captcha-challenge, iframe#captcha-internal'],
  ['email-pin', 'form#email-pin-challenge, #input__email_verification_pin'],
  ['app-approval', '#auth-app-div'],
  [
    'phone-pin',
    '#input__phone_verification_pin, #two-step-submit-button, input[autocomplete="one-time-code"]',
  ],
];

/** §1.4 [1]: no capture exists; texts other tools look for. */
export const RESTRICTED_TEXTS = [
  'temporarily restricted',
  'we’ve restricted your account',
  "we've restricted your account",
  'unusual activity',
  'verify your identity',
] as const;

/** §1.6 [1]: texts of a short page without <main>. */
export const THROTTLE_TEXTS = ['too many requests', 'slow down', 'try again later'] as const;

/** §1.5 [C]: something only a member's page shows. */
export const MEMBER_PAGE = [
  '[data-testid="primary-nav"]',
  '[data-testid="mainFeed"]',
  '#global-nav',
  'main',
] as const;

/** §3.1 [C]: the section with the name, the degree and the action row, newest front end first. */
export const TOP_CARD = {
  card: [
    'main section[componentkey$="Topcard"]',
    'main section[id$="Topcard"]',
    'main section:has(div.top-card-background-hero-image)',
    'main section[data-member-id]',
    'main section.artdeco-card:has(> div.pv-top-card)',
    'main section:has(> div[class*="pv-top-card"])',
  ],
  name: ['a[href*="/in/"] h2', 'h1', 'h2'],
  /** §3.1: the key ends in `ref<member id>Topcard`. */
  memberKey: /ref(ACo[\w-]+?)Topcard$/,
} as const;

/** §3.2, §3.3 [C]: controls inside the top card. */
export const ACTIONS = {
  editOwn: ['a[href*="/edit/intro"]'],
  pending: [
    '[aria-label^="Pending"]',
    'a:has(span:text-is("Pending"))',
    'button:has(span:text-is("Pending"))',
  ],
  /** §3.2 [1]: a labelled link to the profile itself; only asked for where Voyager says pending. */
  pendingByShape: ['a[aria-label][href*="/in/"]:not([href*="/overlay/"]):not([href*="/edit/"])'],
  connect: [
    'a[href*="custom-invite/"][href*="vanityName="]',
    'button[aria-label^="Invite"][aria-label$="to connect"]',
    'a:has(span:text-is("Connect"))',
    'button:has(span:text-is("Connect"))',
  ],
  accept: ['button[aria-label^="Accept"]', 'button:has(span:text-is("Accept"))'],
  connected: ['a[aria-label^="Manage notifications about"]'],
  message: ['a[href*="/messaging/compose/"]', 'button[aria-label^="Message"]'],
  follow: [
    'button[aria-label^="Follow"]',
    'button[aria-label^="Unfollow"]',
    'button[aria-label^="Following"]',
  ],
  more: [
    'button[id$="profile-overflow-action"]',
    'button[aria-label="More actions"]',
    'button[aria-expanded]:not([aria-label])',
    'button:has(span:text-is("More"))',
  ],
  labelledButton: 'button[aria-label]',
  /** The degree beside the name, in the languages seen; the other degree is in the DOM, hidden. */
  firstDegree: /^\s*[·•]?\s*1(st|º|er|\.)(\s+degree.*)?\s*$/,
  degreeHolder: 'p, span',
} as const;

/** §3.3 [C]: the More menu is a portal outside <main>, Ember's a dropdown in it. */
export const MENU = {
  item: ['[role="menu"] [role="menuitem"]', '.artdeco-dropdown__content--is-open .artdeco-dropdown__item'],
  connect: [
    '[role="menuitem"][href*="custom-invite/"]',
    '[role="menuitem"]:has([aria-label^="Invite"])',
    '[role="menuitem"][aria-label^="Invite"]',
    'div[role="button"][aria-label^="Invite"]',
  ],
  connected: [
    '[role="menuitem"]:has-text("Remove connection")',
    '.artdeco-dropdown__item:has-text("Remove connection")',
  ],
} as const;

/** §3.4, §3.5 [C]: dialogs are native or Ember's, in the page, in its shadow root or in an iframe ([D] which). */
export const INVITE = {
  send: [
    '.send-invite[role="dialog"] button.artdeco-button--primary',
    // Invented: the native twin of the dialog, known by its field for the note.
    'dialog[open]:has(textarea#custom-message) button.artdeco-button--primary',
    'button[aria-label^="Send without"]',
    'button[aria-label="Send now"]',
    'button:has(:text-is("Send without a note"))',
    'button:has(:text-is("Send now"))',
  ],
  emailGate: ['[role="dialog"] input[type="email"]', 'dialog[open] input[type="email"]'],
  /** §3.4 [1]; that the options are radio buttons is invented. */
  howKnow: ['[role="dialog"] input[type="radio"]', 'dialog[open] input[type="radio"]'],
  /** The dialog around a button, and the name it shows in bold (invented: no capture has the whole text). */
  dialogOf: 'xpath=ancestor::*[@role="dialog" or self::dialog][1]',
  dialogName: 'strong',
  premium: ['[role="dialog"] a[href*="/premium/"]', 'dialog[open] a[href*="/premium/"]'],
  /** §3.5 [D]: which class goes with which text is not known, so any of them is a limit or a warning. */
  limit: [
    '[role="dialog"][class*="ip-fuse-limit-alert"]',
    '[class*="ip-fuse-limit-alert__header"]',
    '[class*="ip-fuse-limit-alert__warning"]',
  ],
  errorToast: ['[data-test-artdeco-toast-item-type="error"]'],
  successToast: [
    '[data-test-artdeco-toast-item-type="success"]',
    '.artdeco-toast-item:has-text("Invitation sent")',
  ],
} as const;

/** §3.6 [C]: the list of sent invitations, new and old. */
export const SENT = {
  row: ['main [role="listitem"]', 'li.invitation-card'],
  heading: ['main h2', 'main h1'],
  // A backslash within a selector is one of CSS's, so one of the pattern's is doubled.
  age: 'span:text-matches("^\\\\s*Sent\\\\b", "i"), time',
  /** The pill "People (39)": how many rows there are in all. */
  pill: ['main :text-matches("\\\\(\\\\d[\\\\d.,]*\\\\)$")'],
  /** The dialog of a withdrawal; its button is the one labelled with the person's name. */
  withdrawDialog: ['dialog[open][data-testid="dialog"]', 'dialog[open]', '.artdeco-modal[role="dialog"]'],
  dialogButton: 'button[aria-label]',
} as const;

/** §3.9 [C]: people search, new and old. */
export const SEARCH = {
  card: ['main [role="list"] [role="listitem"]', 'li.reusable-search__result-container'],
  /** §3.9 [1]: the month's searches are used up. */
  monthlyLimit: [
    '[data-view-name="search-results-promo"]',
    'main :text("monthly limit for profile searches")',
  ],
  empty: ['main :text("No results found")', '.search-reusable-search-no-results'],
  next: [
    'button[data-testid="pagination-controls-next-button-visible"]',
    'button.artdeco-pagination__button--next',
    'button:has(:text-is("Next"))',
  ],
} as const;

/** §3.7 [C]: the messaging page. */
export const MESSAGING = {
  composer: [
    'div.msg-form__contenteditable[role="textbox"]',
    'div[role="textbox"][aria-label^="Write a message"]',
  ],
  subject: ['.msg-form input[name="subject"]', 'input[placeholder^="Subject"]'],
  send: ['.msg-form button[type="submit"]', 'button.msg-form__send-button', 'button[class*="send-btn"]'],
  list: 'ul.msg-s-message-list-content',
  event: '.msg-s-event-listitem',
  eventText: '.msg-s-event-listitem__body',
  incomingClass: 'msg-s-event-listitem--other',
  /** Who the open thread or the new message is for: one of these names them. */
  recipient: [
    '.msg-title-bar h2',
    '.msg-thread .msg-entity-lockup__entity-title',
    '.msg-overlay-bubble-header__title',
    '.msg-thread .artdeco-pill',
    '[class*="msg-connections-typeahead"] .artdeco-pill',
  ],
  /** A pill or a search field: the pane writes a new message, and there is no thread to show. */
  newMessage: ['.msg-thread .artdeco-pill', '[class*="msg-connections-typeahead"]'],
  errorToast: ['[data-test-artdeco-toast-item-type="error"]'],
} as const;

/** §3.7 [C]: the rows of the inbox have neither a link nor an id. */
export const INBOX = {
  list: ['ul.msg-conversations-container__conversations-list', 'ul[class*="conversations-list"]'],
  row: 'li.msg-conversation-listitem',
  name: '[class*="participant-names"]',
  snippet: '.msg-conversation-card__message-snippet',
  /** "1 unread message"; the number comes first in the languages seen. The card's class is [D]: not used. */
  unreadLabel: 'span[aria-label]',
} as const;

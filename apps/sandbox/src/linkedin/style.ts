import { hash32 } from '@fairlead/shared/runtime/random';

/** Names of one "build": class names of the server-driven pages are hashes (facts §3.0, [C]). */
const BUILD = 'sandbox-1';

/** The class of a part of a server-driven page, e.g. `_1f3c9a2b`. */
export function cls(part: string): string {
  return `_${hash32(`${BUILD}:${part}`).toString(16).padStart(8, '0')}`;
}

const BASE = `
*{box-sizing:border-box}
html,body{margin:0;height:100%}
body{font:15px/1.45 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:#1d2733;background:#eef1f5}
a{color:#19566b;text-decoration:none}a:hover{text-decoration:underline}
p,h1,h2,h3{margin:0}
button{font:inherit;cursor:pointer}
.sandbox-banner{background:#7a3e12;color:#fff;text-align:center;padding:4px 12px;font-size:13px;letter-spacing:.02em}
`;

const BUTTONS = `
.BTN{display:inline-flex;align-items:center;border:1px solid #19566b;border-radius:18px;background:#fff;color:#19566b;padding:5px 16px;font-weight:600}
.BTN:hover{background:#e3f0f4;text-decoration:none}
.PRIMARY{background:#19566b;color:#fff}.PRIMARY:hover{background:#104253}
`;

/** Styles of the server-driven pages; capital names stand for hashed classes. */
const SDUI = `
.SHELL{height:100vh;display:flex;flex-direction:column}
.NAV{display:flex;gap:18px;align-items:center;background:#fff;border-bottom:1px solid #d6dde5;padding:8px 28px}
.NAV input{border:1px solid #c5ced8;border-radius:6px;padding:6px 10px;width:260px}
.BRAND{font-weight:700;color:#19566b;margin-right:6px}
main{flex:1;overflow-y:auto}
.COLUMNS{max-width:1080px;margin:18px auto;display:grid;grid-template-columns:minmax(0,1fr) 290px;gap:18px;padding:0 16px}
.CARD{background:#fff;border:1px solid #dbe2ea;border-radius:10px;padding:18px 22px;margin-bottom:14px}
.HERO{height:96px;margin:-18px -22px 12px;border-radius:10px 10px 0 0;background:linear-gradient(120deg,#2d7f95,#9cc7b8 60%,#ecd9a6)}
.FACE{display:inline-flex;width:52px;height:52px;border-radius:50%;background:#c9dbe3;color:#19566b;align-items:center;justify-content:center;font-weight:700;flex:none}
.BIGFACE{width:104px;height:104px;font-size:34px;border:4px solid #fff;margin-top:-64px}
.ROW{display:flex;gap:14px;align-items:flex-start;padding:12px 0;border-bottom:1px solid #edf0f4}
.GROW{flex:1;min-width:0}
.NAME{display:flex;gap:8px;align-items:baseline}.NAME h2{font-size:24px}
.QUIET{color:#5c6b7a;font-size:14px}
.ACTIONS{display:flex;gap:8px;margin-top:12px}
.STICKY{position:sticky;top:0;z-index:5;display:flex;gap:12px;align-items:center;background:#fff;border-bottom:1px solid #d6dde5;padding:8px 28px}
.STICKY.AWAY{visibility:hidden;height:0;padding:0;overflow:hidden;border:0}
.HIDDEN{display:none}
.MENU{position:fixed;z-index:600;background:#fff;border:1px solid #cfd7df;border-radius:8px;box-shadow:0 8px 24px #0002;min-width:230px;padding:6px 0}
.MENU [role=menuitem]{display:block;padding:8px 16px;color:#1d2733;cursor:pointer}.MENU [role=menuitem]:hover{background:#eef3f6}
.PAGER{display:flex;gap:8px;justify-content:center;padding:16px}
#interop-outlet{position:fixed;left:0;top:0;width:100%;height:1px;z-index:500;pointer-events:none}
dialog{border:1px solid #cfd7df;border-radius:10px;padding:20px;max-width:460px}
`;

/** Styles of the old pages and of what the interop layer shows. */
export const ARTDECO = `
*{box-sizing:border-box}p,h2{margin:0}
.artdeco-button{display:inline-flex;border:1px solid #19566b;border-radius:18px;background:#fff;color:#19566b;padding:6px 16px;font:600 15px system-ui,"DejaVu Sans",sans-serif;cursor:pointer}
.artdeco-button--primary{background:#19566b;color:#fff}.artdeco-button:disabled,.artdeco-button--disabled{background:#d7dde3;border-color:#d7dde3;color:#7d8a96;cursor:not-allowed}
.artdeco-modal-overlay{position:fixed;inset:0;background:#0008;display:flex;align-items:flex-start;justify-content:center;padding-top:12vh;pointer-events:auto;z-index:900}
.artdeco-modal{position:relative;background:#fff;color:#1d2733;border-radius:10px;width:min(520px,92vw);padding:22px 24px;font:15px/1.45 system-ui,"DejaVu Sans",sans-serif;box-shadow:0 12px 40px #0004}
.artdeco-modal h2{font-size:19px;margin-bottom:8px;padding-right:36px}
.artdeco-modal__dismiss{position:absolute;right:14px;top:14px;border:0;background:none;font-size:22px;cursor:pointer;color:#5c6b7a}
.artdeco-modal__actionbar{display:flex;justify-content:flex-end;gap:8px;margin-top:18px}
.artdeco-modal textarea{width:100%;min-height:96px;margin-top:10px;font:inherit;padding:8px}
#artdeco-toasts{position:fixed;left:20px;bottom:20px;z-index:950;pointer-events:auto}
.artdeco-toast-item{background:#fff;border:1px solid #cfd7df;border-left:5px solid #2c8a5b;border-radius:8px;padding:12px 18px;margin-top:8px;box-shadow:0 6px 20px #0003;font:15px system-ui,"DejaVu Sans",sans-serif}
.artdeco-toast-item[data-test-artdeco-toast-item-type=error]{border-left-color:#b3321f}
`;

const EMBER = `
[hidden]{display:none!important}
#global-nav{display:flex;gap:18px;align-items:center;background:#fff;border-bottom:1px solid #d6dde5;padding:8px 28px}
.global-nav__me-photo{width:28px;height:28px;border-radius:50%;background:#c9dbe3}
.ember-page{max-width:1080px;margin:18px auto;padding:0 16px}
.login-card{background:#fff;border:1px solid #dbe2ea;border-radius:10px;max-width:380px;margin:7vh auto;padding:28px}
.login-card label{display:block;margin-top:14px;font-weight:600}.login-card input{width:100%;padding:10px;border:1px solid #9aa8b5;border-radius:6px;font:inherit}
.login-card button{width:100%;margin-top:20px;padding:11px;border:0;border-radius:22px;background:#19566b;color:#fff;font-weight:700}
.login-card p{margin-top:14px;font-size:14px;color:#5c6b7a}
.form__label--error{color:#b3321f;font-size:14px;margin-top:6px}
.artdeco-global-alert--COOKIE_CONSENT{position:fixed;inset:0;z-index:1000;background:#fffd;display:flex;gap:12px;align-items:flex-start;padding:24px}
.artdeco-card{background:#fff;border:1px solid #dbe2ea;border-radius:10px;padding:18px 22px}.artdeco-dropdown{display:inline-block;position:relative}
.artdeco-dropdown__content{position:absolute;z-index:10;background:#fff;border:1px solid #cfd7df;border-radius:8px;min-width:220px}.artdeco-dropdown__item{padding:8px 16px;cursor:pointer}
.messaging{display:grid;grid-template-columns:320px 1fr;background:#fff;border:1px solid #dbe2ea;border-radius:10px;min-height:74vh;overflow:hidden}
.messaging>aside{border-right:1px solid #e3e8ee;overflow-y:auto}
.messaging ul{list-style:none;margin:0;padding:0}
.msg-conversation-listitem__link{padding:12px 16px;border-bottom:1px solid #edf0f4;cursor:pointer}
.msg-conversation-listitem__link:hover,.msg-conversations-container__convo-item-link--active{background:#eef5f8}
.msg-conversation-card__convo-item-container--unread h3{font-weight:800}
.msg-thread{display:flex;flex-direction:column;min-width:0}
.msg-title-bar{padding:12px 18px;border-bottom:1px solid #e3e8ee}
.msg-s-message-list-container{flex:1;overflow-y:auto;padding:14px 18px}
.msg-s-message-list__event{margin-bottom:14px}
.msg-s-event-listitem__body{display:inline-block;white-space:pre-wrap;background:#e3f0f4;border-radius:10px;padding:8px 12px;margin-top:4px;max-width:80%}
.msg-s-event-listitem--other .msg-s-event-listitem__body{background:#eef1f5}
.msg-conversation-card__time-stamp,.msg-conversation-card__message-snippet,.msg-title-bar p,.msg-s-message-list__time-heading,.msg-s-message-group__timestamp,dd{color:#5c6b7a;font-size:13px}
.msg-conversation-card__message-snippet{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.msg-s-message-group__name{font-weight:600}.msg-s-message-list__time-heading{display:block;margin-bottom:8px}
.msg-connections-typeahead__search-field{width:100%;padding:8px;margin:10px 0}[role=option]{cursor:pointer;padding:6px 4px}[role=option]:hover{background:#eef5f8}dl,dd{margin:0}
.artdeco-pill{display:inline-block;background:#e3f0f4;border-radius:14px;padding:3px 12px;margin-top:6px}
.msg-form{border-top:1px solid #e3e8ee;padding:12px 18px}
.msg-form__contenteditable{min-height:80px;border:1px solid #c5ced8;border-radius:8px;padding:10px;white-space:pre-wrap;overflow-wrap:anywhere}
.msg-form__footer{display:flex;justify-content:flex-end;margin-top:8px}
`;

const PARTS = [
  'PRIMARY',
  'BIGFACE',
  'COLUMNS',
  'ACTIONS',
  'HIDDEN',
  'STICKY',
  'SHELL',
  'BRAND',
  'PAGER',
  'QUIET',
  'CARD',
  'HERO',
  'FACE',
  'GROW',
  'NAME',
  'MENU',
  'AWAY',
  'NAV',
  'ROW',
  'BTN',
];

/** The style sheet of server-driven pages. */
export function sduiStyles(): string {
  const names = new RegExp(`\\.(${PARTS.join('|')})(?![A-Za-z-])`, 'g');
  return BASE + (SDUI + BUTTONS).replace(names, (_, part: string) => `.${cls(part)}`);
}

/** The style sheet of the old pages: login, checkpoint, messaging, custom invite. */
export function emberStyles(): string {
  return BASE + ARTDECO + EMBER;
}

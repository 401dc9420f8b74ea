import { html, type SafeHtml, trusted } from '../linkedin/html.ts';
import type { Journal } from '../world/journal.ts';
import type { Person } from '../world/person.ts';
import { SCENARIO_GROUPS } from '../world/scenarios/table.ts';
import { CONTROL_STYLE } from './page-style.ts';
import type { SwitchView } from './scenario.ts';

/** Whom the switches are set for; kept in the address. Empty: everyone, always. */
export interface Aim {
  account: string;
  person: string;
  probability: string;
}

export interface ControlView {
  origin: string;
  now: Date;
  speed: number;
  aim: Aim;
  error: string | null;
  switches: readonly SwitchView[];
  journal: Journal;
  /** Those that fit the search, and how many there are in all. */
  people: readonly Person[];
  total: number;
  search: string;
}

/** The sandbox's own page: forms and tables, no script. */
export function controlPage(view: ControlView): SafeHtml {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Fairlead sandbox</title><style>${trusted(CONTROL_STYLE)}</style></head><body>
<header><h1>Fairlead sandbox</h1><p class="soft">A simulated network and a language model. Nobody here is real.</p>
<p>Site: <a href="/feed/"><code>${view.origin}</code></a> · model: <code>${view.origin}/v1</code> · any e-mail, password <code>sandbox</code> (<code>checkpoint</code> asks for a PIN)</p></header>
<main>${view.error !== null && html`<p class="error" role="alert">${view.error}</p>`}
${timeSection(view)}${aimSection(view)}${groups(view)}${journalSection(view.journal)}${peopleSection(view)}</main></body></html>`;
}

function timeSection({ now, speed, aim }: ControlView): SafeHtml {
  return html`<section><h2>Time</h2><p>${now.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${speed}× as fast as a wall clock</p>
<div class="line"><form method="post" action="/__sandbox/page/time" class="line">${aimFields(aim)}<label>hours<input name="advanceHours" type="number" min="0.1" step="0.1" value="24"></label><button>Go on</button></form>
<form method="post" action="/__sandbox/page/time" class="line">${aimFields(aim)}<label>speed<input name="speed" type="number" min="0.1" step="0.1" value="${speed}"></label><button>Set</button></form>
<form method="post" action="/__sandbox/page/reset"><button>Forget everything that happened</button></form></div></section>`;
}

function aimSection({ aim }: ControlView): SafeHtml {
  return html`<section><h2>Whom the switches are set for</h2><form method="get" action="/__sandbox/" class="line">
<label>account (e-mail)<input name="account" value="${aim.account}" placeholder="every account"></label>
<label>person (slug)<input name="person" value="${aim.person}" placeholder="everyone"></label>
<label>probability<input name="probability" value="${aim.probability}" placeholder="1" size="5"></label>
<button class="primary">Aim</button></form>
<p class="soft">A part that a switch does not know (the person of a login page) is left out.</p></section>`;
}

function groups({ switches, aim }: ControlView): SafeHtml {
  const byName = new Map<string, SwitchView>(switches.map((each) => [each.name, each]));
  const sections = Object.entries(SCENARIO_GROUPS).map(([title, rows]) => {
    const views = Object.keys(rows).flatMap((name) => byName.get(name) ?? []);
    const count = views.filter((view) => view.on.length > 0).length;
    return html`<section><details open><summary>${title}${count > 0 && html` <span class="chip">${count} on</span>`}</summary><div class="scroll"><table>${views.map((view) => switchRow(view, aim))}</table></div></details></section>`;
  });
  return html`${sections}`;
}

function switchRow({ name, about, facts, scope, on }: SwitchView, aim: Aim): SafeHtml {
  const act = (label: string, value: boolean): SafeHtml =>
    html`<form method="post" action="/__sandbox/page/scenario">${aimFields(aim)}<input type="hidden" name="scenario" value="${name}"><input type="hidden" name="on" value="${String(value)}"><button aria-label="${label} ${name}">${label}</button></form>`;
  return html`<tr id="${name}"><td><code>${name}</code><div>${on.map((target) => html`<span class="chip">${targetText(target)}</span>`)}</div></td><td>${about}<div class="facts">facts ${facts} · ${SCOPES[scope]}</div></td><td class="act">${scope === 'moment' ? act('Do', true) : html`${act('On', true)} ${act('Off', false)}`}</td></tr>`;
}

const SCOPES: Readonly<Record<SwitchView['scope'], string>> = {
  guest: 'for all guests',
  account: 'per account',
  person: 'per account and person',
  moment: 'at once',
};

function targetText({ account, person, probability }: SwitchView['on'][number]): string {
  const parts = [account, person, probability === undefined ? undefined : `p ${probability}`];
  return parts.filter((part) => part !== undefined).join(' · ') || 'everyone';
}

function aimFields({ account, person, probability }: Aim): SafeHtml {
  const fields = Object.entries({ account, person, probability });
  return html`${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}

const ROWS_SHOWN = 40;

function journalSection(journal: Journal): SafeHtml {
  const rows = [
    ...journal.invites.map((row) => ({ ...row, kind: 'invitation', text: row.note ?? '' })),
    ...journal.messages.map((row) => ({ ...row, kind: 'message' })),
    ...journal.withdrawals.map((row) => ({ ...row, kind: 'withdrawal', text: '' })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  return html`<section><h2>Journal</h2><p>${journal.invites.length} invitations, ${journal.messages.length} messages, ${journal.withdrawals.length} withdrawals; doubled: ${journal.duplicateInvites} invitations, ${journal.duplicateMessages} messages. <a href="/__sandbox/journal">As JSON</a></p>
<div class="scroll"><table><tr><th>when</th><th>account</th><th>what</th><th>to</th><th>text</th></tr>${rows
    .slice(0, ROWS_SHOWN)
    .map(
      (row) =>
        html`<tr><td>${row.at.toISOString().slice(0, 16).replace('T', ' ')}</td><td>${row.account}</td><td>${row.kind}</td><td><a href="/in/${row.publicId}/">${row.publicId}</a></td><td>${row.text}</td></tr>`,
    )}</table></div></section>`;
}

function peopleSection({ people, total, search, aim }: ControlView): SafeHtml {
  return html`<section><h2>People</h2><form method="get" action="/__sandbox/" class="line">${aimFields(aim)}<label>name, title or place<input name="q" value="${search}"></label><button>Find</button></form>
<p class="soft">${people.length} of ${total}. <a href="/__sandbox/people">As JSON</a></p>
<div class="scroll"><table><tr><th>name</th><th>slug</th><th>headline</th><th>degree</th><th>accepts after</th><th></th></tr>${people.map(
    (person) =>
      html`<tr><td><a href="/in/${person.slug}/">${person.fullName}</a></td><td><code>${person.slug}</code></td><td>${person.headline}</td><td>${person.initialDegree}${person.access !== 'open' && `, ${person.access}`}${person.followFirst && ', follow first'}</td><td>${person.behaviour.acceptAfterHours === null ? 'never' : `${Math.round(person.behaviour.acceptAfterHours)} h`}</td><td class="act"><form method="get" action="/__sandbox/">${aimFields({ ...aim, person: person.slug })}<button>Aim</button></form></td></tr>`,
  )}</table></div></section>`;
}

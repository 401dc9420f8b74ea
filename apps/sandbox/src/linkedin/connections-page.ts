import type { Person } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { face, sduiPage } from './layout.ts';
import { profileHref } from './links.ts';
import { cls } from './style.ts';
import type { Visit } from './visit.ts';

/** `/mynetwork/invite-connect/connections/` (facts §1.2 for the address; no capture of the page exists: invented). */
export function connectionsPage(
  { words }: Visit,
  connections: readonly { person: Person; since: Date }[],
): SafeHtml {
  const rows = connections.map(
    ({ person }) =>
      html`<div role="listitem" class="${cls('ROW')}"><a href="${profileHref(person)}">${face(person)}</a><div class="${cls('GROW')}"><p>${person.fullName}</p><p>${person.headline}</p></div></div>`,
  );
  return sduiPage({
    title: 'Connections | LinkedIn',
    screen: 'mynetwork.Connections',
    main: html`<section class="${cls('CARD')}"><h2>Connections</h2><div role="list">${rows}</div></section>`,
    words,
  });
}

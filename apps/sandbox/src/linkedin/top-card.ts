import { type Person, placeName } from '../world/person.ts';
import { actions } from './actions.ts';
import { html, type SafeHtml } from './html.ts';
import { face } from './layout.ts';
import { profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';
import { ordinal } from './words.ts';

/**
 * The first card of a profile (facts §3.1, [C]); `componentkey` and `id` are both emitted (§3.0). Without a
 * key it is only known by its picture (the second rung of the tools' ladder, [C]).
 */
export function topCard(view: ProfileView): SafeHtml {
  const { person } = view;
  const key = view.is('top-card-unkeyed')
    ? null
    : `com.linkedin.sdui.profile.card.ref${person.memberId}Topcard`;
  return html`<div${keyed(key)}><section${keyed(key)} class="${cls('CARD')}">
<div class="top-card-background-hero-image ${cls('HERO')}"></div>${face(person, true)}
<div class="${cls('NAME')}"><a href="${profileHref(person)}"><h2>${person.fullName}</h2></a>${degreeMarks(view)}</div>
<p>${person.headline}</p>
${person.career[0] && html`<p class="${cls('QUIET')}">${companyAndSchool(person)}</p>`}
<p class="${cls('QUIET')}">${placeName(person.place)} · <a href="${profileHref(person)}overlay/contact-info/">Contact info</a></p>
<p class="${cls('QUIET')}">${reach(person)}</p>
<div class="${cls('ACTIONS')}">${actions(view, 'card')}</div></section></div>`;
}

function keyed(key: string | null): SafeHtml | false {
  return key !== null && html` componentkey="${key}" id="${key}"`;
}

/** The copy of the action row above the page (facts §3.2, [C]); its More button alone has a label. */
export function stickyHeader(view: ProfileView): SafeHtml {
  const away = view.is('sticky-shown') ? '' : cls('AWAY');
  return html`<div class="${cls('STICKY')} ${away}" data-sticky="${away}">${face(view.person)}<span class="${cls('GROW')}">${view.person.fullName}</span>${actions(view, 'sticky')}</div>`;
}

/** Facts §3.1, the degree trap [C]: the wrong degree is in the DOM too, hidden by style. */
function degreeMarks({ self, degree, words }: ProfileView): SafeHtml | false {
  if (self) return false;
  const decoy = ordinal(words, degree === 1 ? 2 : 1);
  return html`<div class="${cls('HIDDEN')}"><p>· ${decoy}</p></div><div><p>· ${ordinal(words, degree)}</p></div>`;
}

function companyAndSchool(person: Person): string {
  return [person.career[0]?.company.name, person.schooling[0]?.school].filter(Boolean).join(' · ');
}

function reach(person: Person): string {
  if (person.followFirst) return `${person.followers.toLocaleString('en-US')} followers`;
  return person.connections > 500 ? '500+ connections' : `${person.connections} connections`;
}

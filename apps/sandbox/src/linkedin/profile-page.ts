import type { CareerStep, MonthOfYear, Person, Schooling } from '../world/person.ts';
import { moreMenu } from './actions.ts';
import { emberProfilePage } from './ember-profile.ts';
import { html, type SafeHtml } from './html.ts';
import { withdrawDialogs } from './invite-dialog.ts';
import { face, sduiPage } from './layout.ts';
import { inviteHref, profileHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { cls } from './style.ts';
import { stickyHeader, topCard } from './top-card.ts';
import { fill, type Words } from './words.ts';

/** `/in/<slug>/` (facts §3.1 to §3.3, [C] for what tools look at; the cards below the first are invented). */
export function profilePage(view: ProfileView, others: readonly Person[]): SafeHtml {
  const { person, words } = view;
  const ember = view.is('ember');
  const dialogs = withdrawDialogs(view, ember);
  if (ember) return emberProfilePage(view, html`${sidebar(others, words)}${dialogs}`);
  return sduiPage({
    title: `${person.fullName} | LinkedIn`,
    screen: 'profile.Profile',
    sticky: stickyHeader(view),
    main: html`${topCard(view)}${about(person)}${experience(person)}${education(person)}${moreMenu(view)}${dialogs}`,
    words,
    sidebar: sidebar(others, words),
    script: 'profile.js',
  });
}

function card(person: Person, name: string, title: string, body: SafeHtml): SafeHtml {
  const key = `com.linkedin.sdui.profile.card.ref${person.memberId}${name}`;
  return html`<div componentkey="${key}" id="${key}"><section class="${cls('CARD')}"><h2>${title}</h2>${body}</section></div>`;
}

function about(person: Person): SafeHtml | false {
  return person.summary !== null && card(person, 'About', 'About', html`<p>${person.summary}</p>`);
}

function experience(person: Person): SafeHtml | false {
  if (person.career.length === 0) return false;
  return card(person, 'ExperienceTopLevelSection', 'Experience', html`${person.career.map(careerRow)}`);
}

function careerRow(step: CareerStep): SafeHtml {
  return html`<div class="${cls('ROW')}"><div><p><strong>${step.title}</strong></p><p>${step.company.name}</p><p class="${cls('QUIET')}">${monthText(step.start)} – ${step.end ? monthText(step.end) : 'Present'}${step.location && ` · ${step.location}`}</p>${step.description && html`<p>${step.description}</p>`}</div></div>`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function monthText({ month, year }: MonthOfYear): string {
  return month === null ? String(year) : `${MONTHS[month - 1]} ${year}`;
}

function education(person: Person): SafeHtml | false {
  if (person.schooling.length === 0) return false;
  return card(person, 'EducationTopLevelSection', 'Education', html`${person.schooling.map(schoolRow)}`);
}

function schoolRow(school: Schooling): SafeHtml {
  const details = [school.degree, school.field, school.endYear].filter((part) => part !== null).join(', ');
  return html`<div class="${cls('ROW')}"><div><p><strong>${school.school}</strong></p><p class="${cls('QUIET')}">${details}</p></div></div>`;
}

/** Other people with Connect controls of their own: the decoy of facts §3.2 [C]. */
export function sidebar(people: readonly Person[], words: Words): SafeHtml {
  return html`<section class="${cls('CARD')}"><h2>People you may know</h2>${people.map(
    (person) =>
      html`<div class="${cls('ROW')}">${face(person)}<div class="${cls('GROW')}"><a href="${profileHref(person)}">${person.fullName}</a><p class="${cls('QUIET')}">${person.headline}</p><a href="${inviteHref(person, 'profile')}" aria-label="${fill(words.inviteLabel, { name: person.fullName })}" data-invite="${person.slug}" data-dialog="shadow" class="${cls('BTN')}"><span><span>${words.connect}</span></span></a></div></div>`,
  )}</section>`;
}

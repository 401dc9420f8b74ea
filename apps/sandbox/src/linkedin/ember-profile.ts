import { placeName } from '../world/person.ts';
import { connectData, named, withdrawData } from './actions.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';
import { composeHref } from './links.ts';
import type { ProfileView } from './profile-view.ts';
import { ordinal } from './words.ts';

/**
 * `/in/<slug>/` of the old front end (facts §3.1 to §3.3: the classes tools look for [C], from older captures;
 * the rest of the card invented). All controls are buttons; the menu is in the page, not in a portal.
 */
export function emberProfilePage(view: ProfileView, aside: SafeHtml): SafeHtml {
  const { person, degree, self, words } = view;
  const decoy = ordinal(words, degree === 1 ? 2 : 1);
  const body = html`<main><section class="artdeco-card pv-top-card-section" data-member-id="${person.memberNumber}"><div class="pv-top-card">
<h1 class="text-heading-xlarge">${person.fullName}</h1>
${!self && html`<span hidden>${decoy}</span><span class="dist-value">${ordinal(words, degree)}</span>`}
<p class="text-body-medium">${person.headline}</p><p>${placeName(person.place)}</p>
<div class="pv-top-card-v2-ctas">${controls(view)}</div></div></section>${aside}</main>`;
  return emberPage({
    title: `${person.fullName} | LinkedIn`,
    body,
    viewer: person,
    words,
    script: 'profile.js',
  });
}

function controls(view: ProfileView): SafeHtml {
  const { person, relation, self, words } = view;
  if (self)
    return html`<a class="artdeco-button" href="/in/${person.slug}/edit/intro/" aria-label="Edit intro">Edit</a>`;
  const message = html`<a class="artdeco-button" href="${composeHref(person, 'NON_SELF_PROFILE_VIEW')}" aria-label="${named(view, 'messageLabel')}">${words.message}</a>`;
  switch (relation.kind) {
    case 'connected':
      return html`${message}${more(view)}`;
    case 'pending':
      return html`${pendingButton(view)}${more(view)}<template data-pending-node>${pendingButton(view)}</template>`;
    case 'incoming':
      return html`${(['accept', 'ignore'] as const).map((answer) => html`<button type="button" class="artdeco-button" data-answer="${answer}" data-invitation="urn:li:fsd_invitation:${relation.invitationId}" aria-label="${named(view, answer === 'accept' ? 'acceptLabel' : 'ignoreLabel')}">${words[answer]}</button>`)}${more(view)}`;
    case 'none':
      return html`${view.style.control === 'menu' || view.style.control === 'absent' ? html`<button type="button" class="artdeco-button" aria-label="${named(view, 'followLabel')}">${words.follow}</button>${message}` : connectButton(view)}${more(view)}<template data-pending-node>${pendingButton(view)}</template>`;
  }
}

function connectButton(view: ProfileView): SafeHtml {
  return html`<button type="button" class="artdeco-button artdeco-button--primary" aria-label="${named(view, 'inviteLabel')}"${connectData(view)}><span class="artdeco-button__text">${view.words.connect}</span></button>`;
}

function pendingButton(view: ProfileView): SafeHtml {
  return html`<button type="button" class="artdeco-button" aria-label="${named(view, 'pendingLabel')}"${withdrawData(view)}><span class="artdeco-button__text">${view.words.pending}</span></button>`;
}

/** Facts §3.3 [C]: `div[role=button][aria-label^=Invite]` in an artdeco dropdown. */
function more(view: ProfileView): SafeHtml {
  const { words, relation, style } = view;
  const connectable = relation.kind === 'none' && style.control === 'menu';
  return html`<div class="artdeco-dropdown"><button type="button" aria-label="More actions" id="profile-overflow-action" class="artdeco-button" data-opens-dropdown>${words.more}</button>
<div class="artdeco-dropdown__content" hidden><ul><li><div class="artdeco-dropdown__item">Save to PDF</div></li>
${connectable && html`<li><div class="artdeco-dropdown__item" role="button" tabindex="0" aria-label="${named(view, 'inviteLabel')}"${connectData(view)}>${words.connect}</div></li>`}
${relation.kind === 'connected' && html`<li><div class="artdeco-dropdown__item">${words.removeConnection}</div></li>`}</ul></div></div>`;
}

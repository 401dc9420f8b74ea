import { type Person, profileUrn } from '../world/person.ts';
import { html, type SafeHtml } from './html.ts';
import { emberPage } from './layout.ts';

/** The invitation dialog of the old front end (facts §3.4, [C]: a real dump). */
function inviteDialog(person: Person): SafeHtml {
  return html`<div data-test-modal-container data-test-modal-id="send-invite-modal" class="artdeco-modal-overlay" data-invitee="${profileUrn(person.memberId)}" data-invitee-name="${person.fullName}">
<div class="artdeco-modal send-invite" role="dialog" aria-labelledby="send-invite-modal">
<button type="button" aria-label="Dismiss" class="artdeco-modal__dismiss">×</button>
<div data-step="choose"><h2 id="send-invite-modal">Add a note to your invitation?</h2>
<p>Personalize your invitation to <strong>${person.fullName}</strong> by adding a note.</p>
<div class="artdeco-modal__actionbar"><button type="button" aria-label="Add a note" class="artdeco-button artdeco-button--secondary"><span class="artdeco-button__text">Add a note</span></button><button type="button" aria-label="Send without a note" class="artdeco-button artdeco-button--primary"><span class="artdeco-button__text">Send without a note</span></button></div></div>
<div data-step="note" hidden><h2>Add a note to your invitation</h2><p>Please limit personal note to 300 characters.</p>
<textarea id="custom-message" name="message" class="connect-button-send-invite__custom-message" placeholder="Ex: We know each other from…"></textarea><p data-counter>0/300</p>
<div class="artdeco-modal__actionbar"><button type="button" aria-label="Cancel adding a note" class="artdeco-button artdeco-button--secondary">Cancel</button><button type="button" aria-label="Send invitation" class="artdeco-button artdeco-button--primary artdeco-button--disabled" disabled>Send</button></div></div>
</div></div>`;
}

/** `/preload/custom-invite/?vanityName=` (facts §1.2, [C]): the dialog alone on an old page. GET sends nothing. */
export function customInvitePage(viewer: Person, person: Person): SafeHtml {
  return emberPage({
    title: 'LinkedIn',
    body: inviteDialog(person),
    viewer,
    script: 'custom-invite.js',
  });
}

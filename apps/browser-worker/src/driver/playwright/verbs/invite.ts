import { publicIdFromUrl } from '@fairlead/shared/domain/profile';
import type { Locator } from 'playwright-core';
import type { BeforeClick, ConnectionState, Evidence, Person, WriteOutcome } from '../../port.ts';
import { CREATES_INVITATION, type InviteSignal, readInviteSignal } from '../invite-signals.ts';
import { decideInvite } from '../invite-verdict.ts';
import { readText } from '../locate.ts';
import { isSameName, nameInInviteLabel } from '../names.ts';
import { INVITE } from '../selectors.ts';
import type { Tab } from '../tab.ts';
import { identityProblem, type TopCard } from '../top-card.ts';
import { type AnswerWatch, pollForOutcome, watchAnswer } from '../write-answer.ts';
import { readStanding } from './connection-state.ts';
import { isOnSentList } from './sent-invitations.ts';

/** How long a dialog or a toast may take to show after a click, in milliseconds. */
const SIGNAL_TIMEOUT_MS = 20_000;

/**
 * Sends an invitation without a note. A click on Connect may itself send, so everything about the person's
 * identity is compared before it. An invitation already waiting is `done` with `alreadyThere`: a second one is
 * never sent. After the first click nothing is thrown: what cannot be read back is `unknown`.
 */
export async function invite(tab: Tab, person: Person, beforeClick: BeforeClick): Promise<WriteOutcome> {
  const { state, shown, connect } = await readStanding(tab, person);
  if (state === 'pending') return { kind: 'done', evidence: { alreadyThere: true } };
  if (state !== 'connectable' || !shown || !connect) return { kind: 'no-control', evidence: { state } };
  const problem = identityProblem(shown, person, true) ?? (await controlProblem(tab, connect, shown, person));
  if (problem) return { kind: 'no-control', evidence: { state, problem } };
  const watch = watchAnswer(tab.page, CREATES_INVITATION);
  try {
    await tab.clickToAct(connect, beforeClick);
    return await finish(tab, person, shown, watch, beforeClick).catch((error: unknown) =>
      unknown(tab, error),
    );
  } finally {
    await watch.stop();
  }
}

function unknown(tab: Tab, error: unknown): WriteOutcome {
  return { kind: 'unknown', reason: String(error), evidence: { page: tab.page.url() } };
}

/** Why the Connect control is not for this person, or null: its link names a slug, its label a name. */
async function controlProblem(
  tab: Tab,
  connect: Locator,
  shown: TopCard,
  person: Person,
): Promise<string | null> {
  const slug = vanityName(await connect.getAttribute('href'), tab.baseUrl);
  if (slug !== null && slug !== shown.publicId) return `Connect leads to ${slug}`;
  const inner = connect.locator('[aria-label]');
  const labelled = (await inner.count()) > 0 ? inner.first() : connect;
  const name = nameInInviteLabel((await labelled.getAttribute('aria-label')) ?? '');
  return name !== null && !isSameName(name, person.fullName) ? `Connect is labelled for "${name}"` : null;
}

async function finish(
  tab: Tab,
  person: Person,
  shown: TopCard,
  watch: AnswerWatch,
  beforeClick: BeforeClick,
): Promise<WriteOutcome> {
  const first = await awaitSignal(tab, shown, watch);
  const isDialog = first?.kind === 'send';
  const problem = isDialog ? await dialogProblem(tab, shown, person, first.button) : null;
  if (problem) return { kind: 'no-control', evidence: { problem } };
  if (isDialog) await tab.clickToAct(first.button, beforeClick);
  const last = isDialog ? await awaitSignal(tab, shown, watch, 'sent') : first;
  const signal = last?.kind === 'send' ? null : last;
  const evidence: Evidence = { profile: shown.publicId, dialog: isDialog };
  const answer = await watch.stop();
  const after = await readBack(tab, person);
  const isListed = await lookUp(tab, shown, after);
  return decideInvite({ signal, answer, after, isListed, now: tab.clock.now() }, evidence);
}

/** Why the dialog is not about this person, or null: its page's address, and the name it shows, if any. */
async function dialogProblem(
  tab: Tab,
  shown: TopCard,
  person: Person,
  button: Locator,
): Promise<string | null> {
  if (!isStillAbout(tab, shown)) return 'the dialog is on the page of somebody else';
  const bold = button.locator(INVITE.dialogOf).locator(INVITE.dialogName).first();
  if ((await bold.count()) === 0) return null;
  const name = await readText(bold);
  return isSameName(name, person.fullName) ? null : `the dialog is about "${name}"`;
}

/** The sent list has the last word where the page does not say that the invitation is there. */
async function lookUp(tab: Tab, shown: TopCard, after: ConnectionState | null): Promise<boolean | null> {
  if (after === 'pending' || after === 'connected') return null;
  return await isOnSentList(tab, shown.publicId).catch((error: unknown) => {
    tab.log.debug({ error: String(error) }, 'the list of sent invitations could not be read');
    return null;
  });
}

/** After the click that sends, the dialog still closing is no signal. */
function awaitSignal(
  tab: Tab,
  { card }: TopCard,
  watch: AnswerWatch,
  phase?: 'sent',
): Promise<InviteSignal | null> {
  const timeoutMs = Math.min(SIGNAL_TIMEOUT_MS, tab.timeoutMs);
  return pollForOutcome(tab.page, watch, timeoutMs, async () => {
    const signal = await readInviteSignal(tab.page, card);
    return phase === 'sent' && signal?.kind === 'send' ? null : signal;
  });
}

/** The dialog is on the person's page, or alone on the invitation page their link leads to. */
function isStillAbout(tab: Tab, shown: TopCard): boolean {
  const url = tab.page.url();
  return [publicIdFromUrl(url, tab.baseUrl), vanityName(url, tab.baseUrl)].includes(shown.publicId);
}

/** Null when the page cannot be read any more, e.g. because the session ended meanwhile. */
async function readBack(tab: Tab, person: Person): Promise<ConnectionState | null> {
  try {
    return (await readStanding(tab, person)).state;
  } catch (error) {
    tab.log.debug({ error: String(error) }, 'the outcome of an invitation could not be read back');
    return null;
  }
}

function vanityName(href: string | null, baseUrl: string): string | null {
  return href === null ? null : (URL.parse(href, baseUrl)?.searchParams.get('vanityName') ?? null);
}

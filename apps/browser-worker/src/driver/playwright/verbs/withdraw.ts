import type { Locator } from 'playwright-core';
import type { BeforeClick, ConnectionState, Evidence, Person, WriteOutcome } from '../../port.ts';
import { findInFrames, findVisible, pollFor, readText } from '../locate.ts';
import { namesPerson } from '../names.ts';
import { ACTIONS, INVITE, SENT } from '../selectors.ts';
import type { Tab } from '../tab.ts';
import { identityProblem } from '../top-card.ts';
import { decideWithdrawal, type WithdrawalObservation } from '../withdraw-verdict.ts';
import { type AnswerWatch, pollForOutcome, watchAnswer } from '../write-answer.ts';
import { readStanding } from './connection-state.ts';
import { isOnSentList } from './sent-invitations.ts';

/** How long the dialog or a toast may take to show after a click, in milliseconds. */
const SIGNAL_TIMEOUT_MS = 20_000;

/** Endpoints that take invitations back (facts §4.4, §4.6). */
const WITHDRAWS = /action=withdraw|addaWithdrawInvitation/;

/**
 * Takes a pending invitation back from the person's page (facts §3.6: a click on Pending opens the dialog). The
 * person is compared by URN or slug and by name before the first click, and by the name on the button before the
 * last. After the first click nothing is thrown: what cannot be read back is `unknown`.
 */
export async function withdraw(tab: Tab, person: Person, beforeClick: BeforeClick): Promise<WriteOutcome> {
  const { state, shown } = await readStanding(tab, person);
  if (state !== 'pending' || !shown) return { kind: 'no-control', evidence: { state } };
  const problem = identityProblem(shown, person, true);
  if (problem) return { kind: 'no-control', evidence: { state, problem } };
  const pending = await findVisible(shown.card, [...ACTIONS.pending, ...ACTIONS.pendingByShape]);
  if (!pending) return { kind: 'no-control', evidence: { state, problem: 'no Pending control' } };
  const watch = watchAnswer(tab.page, WITHDRAWS);
  try {
    // Nobody promises that the first click only opens a dialog.
    await tab.clickToAct(pending, beforeClick);
    return await finish(tab, person, shown.publicId, watch, beforeClick).catch((error: unknown) => ({
      kind: 'unknown' as const,
      reason: String(error),
      evidence: { page: tab.page.url() },
    }));
  } finally {
    await watch.stop();
  }
}

async function finish(
  tab: Tab,
  person: Person,
  publicId: string,
  watch: AnswerWatch,
  beforeClick: BeforeClick,
): Promise<WriteOutcome> {
  const found = await awaitDialog(tab, person);
  if (found?.kind === 'another') return { kind: 'no-control', evidence: { problem: found.problem } };
  if (found) await tab.clickToAct(found.button, beforeClick);
  const error = found ? await awaitError(tab, found.button, watch) : null;
  const answer = await watch.stop();
  const observation: WithdrawalObservation = {
    wasConfirmed: found !== null,
    error,
    answer,
    after: await readBack(tab, person),
    isListed: await isOnSentList(tab, publicId, Number.POSITIVE_INFINITY).catch(() => null),
  };
  const evidence: Evidence = { profile: publicId };
  return decideWithdrawal(observation, evidence);
}

type Dialog = { kind: 'theirs'; button: Locator } | { kind: 'another'; problem: string };

/** The button of the dialog that has the person's name on it; null when no dialog came. */
async function awaitDialog(tab: Tab, person: Person): Promise<Dialog | null> {
  const timeoutMs = Math.min(SIGNAL_TIMEOUT_MS, tab.timeoutMs);
  const dialog = await pollFor(tab.page, timeoutMs, () => findInFrames(tab.page, SENT.withdrawDialog));
  if (!dialog) return null;
  const labels: string[] = [];
  for (const button of await dialog.locator(SENT.dialogButton).all()) {
    const label = (await button.getAttribute('aria-label')) ?? '';
    if (namesPerson(label, person.fullName)) return { kind: 'theirs', button };
    labels.push(label);
  }
  return { kind: 'another', problem: `no button names the person: "${labels.join('", "')}"` };
}

/** The text of an error toast; null once the dialog has gone and no toast came with it. */
async function awaitError(tab: Tab, button: Locator, watch: AnswerWatch): Promise<string | null> {
  const timeoutMs = Math.min(SIGNAL_TIMEOUT_MS, tab.timeoutMs);
  const seen = await pollForOutcome(tab.page, watch, timeoutMs, async () => {
    const toast = await findInFrames(tab.page, INVITE.errorToast);
    if (toast) return { error: await readText(toast) };
    const isDone = (await findInFrames(tab.page, INVITE.successToast)) !== null;
    return isDone && !(await button.isVisible()) ? { error: null } : null;
  });
  return seen?.error ?? null;
}

async function readBack(tab: Tab, person: Person): Promise<ConnectionState | null> {
  return await readStanding(tab, person).then(
    ({ state }) => state,
    () => null,
  );
}

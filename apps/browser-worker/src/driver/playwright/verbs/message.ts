import type { Locator } from 'playwright-core';
import type { BeforeClick, Evidence, Person, WriteOutcome } from '../../port.ts';
import { isSameText, openConversation, readMessages, recipientProblem } from '../conversation.ts';
import { findVisible, pollFor, readText, visibleText } from '../locate.ts';
import { MESSAGING } from '../selectors.ts';
import type { Tab } from '../tab.ts';

/** How long a sent message may take to appear in the thread, in milliseconds. */
const SENT_TIMEOUT_MS = 15_000;

/**
 * Sends `text` once. A thread that already holds it from our side is `done` with `alreadyThere`. Up to the
 * click on Send a failure throws, since nothing was sent; after it nothing is thrown: what cannot be read
 * back is `unknown`.
 */
export async function sendMessage(
  tab: Tab,
  person: Person,
  text: string,
  beforeClick: BeforeClick,
): Promise<WriteOutcome> {
  if (!(await openConversation(tab, person))) return noControl('no composer');
  const problem = await recipientProblem(tab, person);
  if (problem) return noControl(problem);
  const before = await countOwn(tab, text);
  if (before > 0) return { kind: 'done', evidence: { alreadyThere: true } };
  const composer = await findVisible(tab.page, MESSAGING.composer);
  if (!composer) return noControl('no composer');
  if (await findVisible(tab.page, MESSAGING.subject)) return noControl('the composer is for InMail');
  await write(tab, composer, text);
  const send = await findVisible(tab.page, MESSAGING.send);
  if (!send || !(await send.isEnabled())) return noControl('no Send button');
  const changed = await recipientProblem(tab, person);
  if (changed) return noControl(changed);
  await tab.clickToAct(send, beforeClick);
  return await readOutcome(tab, person, text);
}

function noControl(problem: string): WriteOutcome {
  return { kind: 'no-control', evidence: { problem } };
}

/** Enter may send, so lines are broken with Shift+Enter. A draft left behind is replaced. */
async function write(tab: Tab, composer: Locator, text: string): Promise<void> {
  await tab.page.bringToFront();
  await tab.click(composer);
  await tab.page.keyboard.press('ControlOrMeta+A');
  await tab.page.keyboard.press('Backspace');
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (index > 0) await tab.page.keyboard.press('Shift+Enter');
    await tab.typeKeys(line);
  }
  const written = await visibleText(composer);
  if (!isSameText(written, text)) throw new Error('the composer does not hold the text that was typed');
}

async function readOutcome(tab: Tab, person: Person, text: string): Promise<WriteOutcome> {
  try {
    const timeoutMs = Math.min(SENT_TIMEOUT_MS, tab.timeoutMs);
    const seen = await pollFor(tab.page, timeoutMs, () => readResult(tab, text).catch(() => null));
    if (seen?.kind === 'sent') return { kind: 'done', evidence: thread(tab, 'at once') };
    return await readBack(tab, person, text, seen?.text ?? null);
  } catch (error) {
    return { kind: 'unknown', reason: String(error), evidence: thread(tab, 'failed') };
  }
}

type Result = { kind: 'sent' } | { kind: 'error'; text: string };

/** Sent is a new message of ours with this text and an empty composer (facts §3.7). */
async function readResult(tab: Tab, text: string): Promise<Result | null> {
  const error = await findVisible(tab.page, MESSAGING.errorToast);
  if (error) return { kind: 'error', text: await readText(error) };
  const composer = await findVisible(tab.page, MESSAGING.composer);
  const isEmpty = composer !== null && (await visibleText(composer)).trim() === '';
  return isEmpty && (await countOwn(tab, text)) > 0 ? { kind: 'sent' } : null;
}

/** The thread opened anew is the last word. */
async function readBack(tab: Tab, person: Person, text: string, error: string | null): Promise<WriteOutcome> {
  const isOpen = await openConversation(tab, person);
  const isTheirs = isOpen && (await recipientProblem(tab, person)) === null;
  const evidence = thread(tab, 'reopened');
  if (isTheirs && (await countOwn(tab, text)) > 0) return { kind: 'done', evidence };
  if (isTheirs && error !== null) return { kind: 'refused', reason: error, evidence };
  return { kind: 'unknown', reason: error ?? 'the message did not appear in the thread', evidence };
}

async function countOwn(tab: Tab, text: string): Promise<number> {
  const messages = await readMessages(tab);
  return messages.filter((message) => message.fromSelf && isSameText(message.text, text)).length;
}

/** The id of a thread is in its address. */
function thread(tab: Tab, readBackFrom: string): Evidence {
  return { page: new URL(tab.page.url()).pathname, readBack: readBackFrom };
}

import { DAY_MS } from '@fairlead/shared/domain/limits';
import type { Locator } from 'playwright-core';
import type { BeforeClick, Evidence, Person, WriteOutcome } from '../../port.ts';
import { isSameText, openConversation, readEvents, readMessages, recipientProblem } from '../conversation.ts';
import { findVisible, pollFor, readText, visibleText } from '../locate.ts';
import { MESSAGING } from '../selectors.ts';
import type { Tab } from '../tab.ts';
import { type AnswerWatch, pollForOutcome, type WriteAnswer, watchAnswer } from '../write-answer.ts';

/** How long a sent message may take to appear in the thread, in milliseconds. */
const SENT_TIMEOUT_MS = 20_000;

/** How long Send may take to be enabled, in milliseconds. */
const SEND_TIMEOUT_MS = 10_000;

/** Facts §4.10. */
const CREATES_MESSAGE = /action=createMessage/;

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
  const send = await awaitSend(tab);
  if (!send) return noControl('no Send button');
  const changed = await recipientProblem(tab, person);
  if (changed) return noControl(changed);
  const watch = watchAnswer(tab.page, CREATES_MESSAGE);
  try {
    await tab.clickToAct(send, beforeClick);
    return await readOutcome(tab, person, text, watch);
  } finally {
    await watch.stop();
  }
}

/** The page's script enables Send some time after the text is there. */
function awaitSend(tab: Tab): Promise<Locator | null> {
  return pollFor(tab.page, Math.min(SEND_TIMEOUT_MS, tab.timeoutMs), async () => {
    const send = await findVisible(tab.page, MESSAGING.send);
    return send && (await send.isEnabled()) ? send : null;
  });
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

async function readOutcome(
  tab: Tab,
  person: Person,
  text: string,
  watch: AnswerWatch,
): Promise<WriteOutcome> {
  try {
    const timeoutMs = Math.min(SENT_TIMEOUT_MS, tab.timeoutMs);
    const seen = await pollForOutcome(tab.page, watch, timeoutMs, () =>
      readResult(tab, text).catch(() => null),
    );
    const answer = await watch.stop();
    return await readBack(tab, person, text, { error: seen?.kind === 'error' ? seen.text : null, answer });
  } catch (error) {
    return { kind: 'unknown', reason: String(error), evidence: thread(tab, null) };
  }
}

type Result = { kind: 'sent' } | { kind: 'error'; text: string };

/** What looks sent is a new message of ours with this text and an empty composer (facts §3.7). */
async function readResult(tab: Tab, text: string): Promise<Result | null> {
  const error = await findVisible(tab.page, MESSAGING.errorToast);
  if (error) return { kind: 'error', text: await readText(error) };
  const composer = await findVisible(tab.page, MESSAGING.composer);
  const isEmpty = composer !== null && (await visibleText(composer)).trim() === '';
  return isEmpty && (await countShown(tab, text)) > 0 ? { kind: 'sent' } : null;
}

/**
 * The thread opened anew is the last word: a page shows a message before LinkedIn has it. A toast is a refusal
 * unless the server failed, after which the message may still come.
 */
async function readBack(
  tab: Tab,
  person: Person,
  text: string,
  { error, answer }: { error: string | null; answer: WriteAnswer | null },
): Promise<WriteOutcome> {
  const isOpen = await openConversation(tab, person);
  const isTheirs = isOpen && (await recipientProblem(tab, person)) === null;
  const evidence = thread(tab, answer);
  if (isTheirs && (await countOwn(tab, text)) > 0) return { kind: 'done', evidence };
  if (isTheirs && answer?.status === 429) {
    const until = new Date(tab.clock.now().getTime() + DAY_MS);
    return { kind: 'limit', limit: 'requests', until, reason: error ?? 'status 429', evidence };
  }
  const isRefused = error !== null && (answer === null || answer.status < 500);
  if (isTheirs && isRefused) return { kind: 'refused', reason: error, evidence };
  return { kind: 'unknown', reason: error ?? 'the message did not appear in the thread', evidence };
}

/** The same without waiting for messages: right after the click they are still on their way. */
async function countShown(tab: Tab, text: string): Promise<number> {
  const shown = await readEvents(tab);
  return shown.filter((message) => message.fromSelf && isSameText(message.text, text)).length;
}

async function countOwn(tab: Tab, text: string): Promise<number> {
  const messages = await readMessages(tab);
  return messages.filter((message) => message.fromSelf && isSameText(message.text, text)).length;
}

/** The id of a thread is in its address. */
function thread(tab: Tab, answer: WriteAnswer | null): Evidence {
  return { page: new URL(tab.page.url()).pathname, ...(answer ? { status: answer.status } : {}) };
}

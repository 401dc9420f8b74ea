import type { Locator } from 'playwright-core';
import { z } from 'zod';
import type { Person, ThreadMessage } from '../port.ts';
import { findVisible, pollFor, readText } from './locate.ts';
import { isSameName } from './names.ts';
import { MESSAGING } from './selectors.ts';
import type { Tab } from './tab.ts';

/** How long a composer may take to show, in milliseconds: somebody who cannot be written to has none. */
const COMPOSER_TIMEOUT_MS = 10_000;
/** How long the pane may take to say who it is for, in milliseconds. */
const RECIPIENT_TIMEOUT_MS = 10_000;

/**
 * Opens the thread with a person, or a new message to them where there is none: the full form of the link
 * behind every Message button, since the short one may show no composer (facts §1.2). False when neither
 * shows. Opening a thread marks it read.
 */
export function openConversation(tab: Tab, person: Person): Promise<boolean> {
  const query = new URLSearchParams({
    profileUrn: person.urn,
    recipient: person.urn.slice(person.urn.lastIndexOf(':') + 1),
    screenContext: 'NON_SELF_PROFILE_VIEW',
    interop: 'msgOverlay',
  });
  const ready = [...MESSAGING.composer, MESSAGING.list];
  return tab.visit(`/messaging/compose/?${query}`, ready, COMPOSER_TIMEOUT_MS);
}

/** Why the open conversation is not with this person, or null when its header or pill names them. */
export async function recipientProblem(tab: Tab, person: Person): Promise<string | null> {
  const timeoutMs = Math.min(RECIPIENT_TIMEOUT_MS, tab.timeoutMs);
  let shown: string[] = [];
  const named = await pollFor(tab.page, timeoutMs, async () => {
    const holders = await tab.page.locator(MESSAGING.recipient.join(', ')).filter({ visible: true }).all();
    shown = await Promise.all(holders.map(readText));
    return shown.find((name) => isSameName(name, person.fullName)) ?? null;
  });
  return named === null ? `the conversation is with "${shown.join('", "')}"` : null;
}

const Events = z.array(
  z.object({ isIncoming: z.boolean(), text: z.string(), datetime: z.string().nullable() }),
);

/**
 * The messages shown, in the order shown: oldest first. Events without text (calls, deletions) are left out.
 * The composer shows before the messages: only a pane that writes a new message has none. Throws when a thread
 * shows no event at all.
 */
export async function readMessages(tab: Tab): Promise<ThreadMessage[]> {
  const events = tab.page.locator(MESSAGING.list).locator(MESSAGING.event);
  const isThread = await pollFor(tab.page, tab.timeoutMs, async () => {
    if ((await events.count()) > 0) return true;
    return (await findVisible(tab.page, MESSAGING.newMessage)) ? false : null;
  });
  if (isThread === null) throw new Error('the thread shows no messages');
  if (!isThread) return [];
  await untilSettled(tab, events);
  return await readEvents(tab);
}

/** The messages that are there now, without waiting for any. */
export async function readEvents(tab: Tab): Promise<ThreadMessage[]> {
  const events = tab.page.locator(MESSAGING.list).locator(MESSAGING.event);
  const found = await events.evaluateAll(
    (nodes, { eventText, incomingClass }) =>
      nodes.map((node) => ({
        isIncoming: node.classList.contains(incomingClass),
        // biome-ignore lint/performance/useDomNodeTextContent: line breaks and hidden parts matter.
        text: node.querySelector(eventText)?.innerText ?? '',
        datetime: node.querySelector('time[datetime]')?.getAttribute('datetime') ?? null,
      })),
    { eventText: MESSAGING.eventText, incomingClass: MESSAGING.incomingClass },
  );
  return Events.parse(found)
    .filter((event) => event.text.trim() !== '')
    .map(({ isIncoming, text, datetime }) => ({
      fromSelf: !isIncoming,
      text: text.trim(),
      sentAt: exactTime(datetime),
    }));
}

/** Whether two texts are the same message: the page may wrap and space them in its own way. */
export function isSameText(shown: string, sent: string): boolean {
  return collapse(shown) === collapse(sent);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The list fills after the page has loaded: waits until two looks in a row count the same. */
async function untilSettled(tab: Tab, events: Locator): Promise<void> {
  let before = -1;
  await pollFor(tab.page, tab.timeoutMs, async () => {
    const count = await events.count();
    const isSettled = count === before;
    before = count;
    return isSettled ? true : null;
  });
}

/** Headings such as "TODAY" or "10:42" are no exact time. */
function exactTime(datetime: string | null): Date | null {
  if (datetime === null || !/^\d{4}-\d\d-\d\dT/.test(datetime)) return null;
  const time = new Date(datetime);
  return Number.isNaN(time.getTime()) ? null : time;
}

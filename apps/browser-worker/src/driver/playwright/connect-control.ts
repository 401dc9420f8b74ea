import type { Locator } from 'playwright-core';
import type { ConnectionState } from '../port.ts';
import { findVisible, pollFor } from './locate.ts';
import { ACTIONS, MENU } from './selectors.ts';
import type { Tab } from './tab.ts';
import type { TopCard } from './top-card.ts';

const MENU_TIMEOUT_MS = 10_000;

/** What the page offers, and the control that would invite where there is one. */
export interface PageState {
  state: ConnectionState;
  /** Set exactly when `state` is `connectable`. In an open More menu if that is where it is. */
  connect: Locator | null;
}

/**
 * The state the visible top card shows (facts §3.2), in the order of how telling the signs are. Where the row
 * of buttons does not decide, the More menu is opened and left open only when Connect is in it. A Message
 * button proves nothing: non-connections have one too. No known control at all is `unavailable`.
 */
export async function readPageState(tab: Tab, { card }: TopCard): Promise<PageState> {
  const byRow = await stateOfRow(card);
  if (byRow) return byRow;
  const byMenu = await stateOfMenu(tab, card);
  if (byMenu) return byMenu;
  const isOrdinary = await findVisible(card, [...ACTIONS.message, ...ACTIONS.follow]);
  return without(isOrdinary ? 'not-connectable' : 'unavailable');
}

/** True when the card shows that an invitation is waiting for its answer. */
export async function showsPending(card: Locator): Promise<boolean> {
  return (await findVisible(card, ACTIONS.pending)) !== null;
}

async function stateOfRow(card: Locator): Promise<PageState | null> {
  if (await findVisible(card, ACTIONS.editOwn)) return without('self');
  if (await showsPending(card)) return without('pending');
  const connect = await findVisible(card, ACTIONS.connect);
  if (connect) return { state: 'connectable', connect };
  if (await isIncoming(card)) return without('incoming');
  if ((await showsFirstDegree(card)) || (await findVisible(card, ACTIONS.connected)))
    return without('connected');
  return null;
}

/** Accept and Ignore; in another language, exactly two labelled buttons and no way to write or follow (facts §3.2). */
async function isIncoming(card: Locator): Promise<boolean> {
  if (await findVisible(card, ACTIONS.accept)) return true;
  if (await findVisible(card, [...ACTIONS.message, ...ACTIONS.follow])) return false;
  return (await card.locator(ACTIONS.labelledButton).filter({ visible: true }).count()) === 2;
}

async function showsFirstDegree(card: Locator): Promise<boolean> {
  const holders = card.locator(ACTIONS.degreeHolder).filter({ visible: true, hasText: ACTIONS.firstDegree });
  return (await holders.count()) > 0;
}

/** A menu that does not open hides the answer: that is no sign of any state. */
async function stateOfMenu(tab: Tab, card: Locator): Promise<PageState | null> {
  const more = await findVisible(card, ACTIONS.more);
  if (!more) return null;
  await tab.click(more);
  const item = await pollFor(tab.page, MENU_TIMEOUT_MS, () => findVisible(tab.page, MENU.item));
  if (!item) return without('unavailable');
  const connect = await findVisible(tab.page, MENU.connect);
  if (connect) return { state: 'connectable', connect };
  const isConnected = (await findVisible(tab.page, MENU.connected)) !== null;
  await tab.page.keyboard.press('Escape');
  return isConnected ? without('connected') : null;
}

function without(state: ConnectionState): PageState {
  return { state, connect: null };
}

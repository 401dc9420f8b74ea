import type { Locator } from 'playwright-core';
import type { ConnectionState, Person } from '../../port.ts';
import { readPageState } from '../connect-control.ts';
import { reconcileState } from '../reconcile-state.ts';
import type { Tab } from '../tab.ts';
import type { TopCard } from '../top-card.ts';
import { openProfile, readRelationship } from './profile.ts';

/** What was found out about a person, with their page left open. */
export interface Standing {
  state: ConnectionState;
  /** Null when the page shows no top card. */
  shown: TopCard | null;
  /** The control that invites, where the page has one. */
  connect: Locator | null;
}

/** Voyager's word and the page's, reconciled: see `reconcileState`. */
export async function connectionState(tab: Tab, person: Person): Promise<ConnectionState> {
  const { state } = await readStanding(tab, person);
  return state;
}

/** Opens the person's page and reads both sources. Throws SkipProfile when there is no such page. */
export async function readStanding(tab: Tab, person: Person): Promise<Standing> {
  const shown = await openProfile(tab, person);
  // Before the page is read: a More menu opened there must not be left waiting.
  const relationship = await readRelationship(tab, person);
  const page = shown ? await readPageState(tab, shown) : { state: 'unavailable' as const, connect: null };
  const state = reconcileState(page.state, relationship.kind);
  tab.log.debug({ page: page.state, voyager: relationship.kind, state }, 'connection state read');
  return { state, shown, connect: page.connect };
}

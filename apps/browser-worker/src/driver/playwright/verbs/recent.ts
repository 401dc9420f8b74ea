import type { Connection, Conversation } from '../../port.ts';
import { parseConnections } from '../../voyager/connections-parser.ts';
import { parseConversations } from '../../voyager/conversations-parser.ts';
import { readInbox } from '../inbox.ts';
import type { Tab } from '../tab.ts';
import { fetchConnections, fetchConversations, VoyagerRefused } from '../voyager-client.ts';
import { whoAmI } from './profile.ts';

/** The newest connections, newest first. There is no page to fall back on: no capture of one exists. */
export async function recentConnections(tab: Tab): Promise<Connection[]> {
  const connections = parseConnections(await fetchConnections(tab));
  return connections.toSorted((a, b) => b.connectedAt.getTime() - a.connectedAt.getTime());
}

/**
 * The inbox by Voyager, which names its people; by its page where Voyager refuses (a rotated queryId) or fails in
 * part. An empty list from Voyager is only believed when the page shows none either: an unknown category is
 * answered with an empty list, too (facts §4.9).
 */
export async function recentConversations(tab: Tab): Promise<readonly Conversation[]> {
  const told = await byVoyager(tab);
  if (told !== null && told.length > 0) return told;
  const shown = await readInbox(tab);
  if (shown.length === 0 && told === null)
    throw new Error('Voyager does not list the conversations, and the inbox shows none');
  return shown;
}

async function byVoyager(tab: Tab): Promise<Conversation[] | null> {
  const { urn } = (await whoAmI(tab)).profile;
  try {
    return parseConversations(await fetchConversations(tab, urn), urn);
  } catch (error) {
    if (!(error instanceof VoyagerRefused)) throw error;
    tab.log.debug({ error: error.message }, 'the inbox is read from its page');
    return null;
  }
}

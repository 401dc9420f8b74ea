import type { Person, ThreadMessage } from '../../port.ts';
import { openConversation, readMessages, recipientProblem } from '../conversation.ts';
import type { Tab } from '../tab.ts';

/** The messages exchanged with a connection, oldest first; [] when there is no thread. */
export async function readThread(tab: Tab, person: Person): Promise<readonly ThreadMessage[]> {
  if (!(await openConversation(tab, person))) return [];
  const messages = await readMessages(tab);
  // Also where there are none: an empty pane of somebody else proves nothing.
  const problem = await recipientProblem(tab, person);
  if (problem) throw new Error(`the thread with ${person.publicId} cannot be read: ${problem}`);
  return messages;
}

import { z } from 'zod';

const Journal = z.object({
  invites: z.array(z.unknown()),
  messages: z.array(z.unknown()),
  duplicateInvites: z.int(),
  duplicateMessages: z.int(),
});

/** What the sandbox says it received: trusted instead of our own database. */
export interface JournalCounts {
  invites: number;
  messages: number;
  duplicateInvites: number;
  duplicateMessages: number;
}

export async function readJournal(sandboxUrl: string): Promise<JournalCounts> {
  const response = await fetch(`${sandboxUrl}/__sandbox/journal`);
  if (!response.ok) throw new Error(`The sandbox's journal answered ${response.status}.`);
  return countJournal(await response.json());
}

/** Counts what stands in a journal. Throws when it is none. */
export function countJournal(journal: unknown): JournalCounts {
  const { invites, messages, duplicateInvites, duplicateMessages } = Journal.parse(journal);
  return { invites: invites.length, messages: messages.length, duplicateInvites, duplicateMessages };
}

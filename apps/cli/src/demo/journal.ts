import { z } from 'zod';

const Entry = z.object({ at: z.coerce.date(), account: z.string(), memberId: z.string() });
/** One invitation or message, when it arrived by the sandbox's clock. */
export type JournalEntry = z.infer<typeof Entry>;

const Journal = z.object({
  invites: z.array(Entry),
  messages: z.array(Entry),
  duplicateInvites: z.int(),
  duplicateMessages: z.int(),
});
/** Everything the sandbox received. */
export type FullJournal = z.infer<typeof Journal>;

/** What the sandbox says it received: trusted instead of our own database. */
export interface JournalCounts {
  invites: number;
  messages: number;
  duplicateInvites: number;
  duplicateMessages: number;
}

export async function readJournal(sandboxUrl: string): Promise<JournalCounts> {
  return countJournal(await readFullJournal(sandboxUrl));
}

export async function readFullJournal(sandboxUrl: string): Promise<FullJournal> {
  const response = await fetch(`${sandboxUrl}/__sandbox/journal`);
  if (!response.ok) throw new Error(`The sandbox's journal answered ${response.status}.`);
  return Journal.parse(await response.json());
}

/** Counts what stands in a journal. Throws when it is none. */
export function countJournal(journal: unknown): JournalCounts {
  const { invites, messages, duplicateInvites, duplicateMessages } = Journal.parse(journal);
  return { invites: invites.length, messages: messages.length, duplicateInvites, duplicateMessages };
}

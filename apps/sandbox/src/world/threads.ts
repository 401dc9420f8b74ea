import type { Person } from './person.ts';

export interface ThreadMessage {
  /** Last part of `urn:li:msg_message:(…)`. */
  id: string;
  fromSelf: boolean;
  text: string;
  at: Date;
}

export interface Thread {
  /** `2-…==`, as in the URL. */
  id: string;
  person: Person;
  messages: ThreadMessage[];
  unread: number;
}

const HOUR_MS = 3_600_000;
const REPLIES = [
  'Thanks for reaching out. Send me a few lines and I will have a look.',
  'Hello! Interesting, but next month would suit me better.',
  'Thank you, happy to be connected.',
];

/** Adds the person's answer to our first message once its time has come. */
export function settleThread(thread: Thread, now: Date): void {
  const first = thread.messages.find((message) => message.fromSelf);
  const afterHours = thread.person.behaviour.replyAfterHours;
  if (!first || afterHours === null || thread.messages.some((message) => !message.fromSelf)) return;
  const at = new Date(first.at.getTime() + afterHours * HOUR_MS);
  if (at > now) return;
  const text = REPLIES[thread.person.memberNumber % REPLIES.length] ?? 'Thank you.';
  thread.messages.push({ id: `${thread.id}-reply`, fromSelf: false, text, at });
  thread.messages.sort((a, b) => a.at.getTime() - b.at.getTime());
  thread.unread += 1;
}

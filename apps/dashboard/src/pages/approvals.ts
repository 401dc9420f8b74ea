import { createHash } from 'node:crypto';
import type { WaitingMessage, WaitingPerson } from '@fairlead/db/views/approvals';
import { z } from 'zod';

// LinkedIn's own limit for a message is 8000 characters.
const LONGEST_MESSAGE = 4_000;

/** A text as it may be approved: what a human typed or left as it was. */
export const ApprovedText = z
  .string()
  .trim()
  .min(1, 'There is nothing to send.')
  .max(LONGEST_MESSAGE, `At most ${LONGEST_MESSAGE} characters.`);

/** Names what was shown, so that many may be approved at once and none that changed meanwhile. */
export type ShownItem = { kind: 'message'; id: number; digest: string } | { kind: 'invite'; id: number };

const Item = z
  .string()
  .regex(/^(message-\d{1,10}-[0-9a-f]{16}|invite-\d{1,10})$/)
  .transform((text): ShownItem => {
    const [kind, id, digest = ''] = text.split('-');
    return kind === 'message' ? { kind, id: Number(id), digest } : { kind: 'invite', id: Number(id) };
  });

export const ShownItems = z.array(Item).max(500);

/** Of the text of a draft. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What was typed into one card of the page that is shown again. */
export interface TypedText {
  messageId: number;
  text: string;
  fault: string;
}

export function messageCard(message: WaitingMessage, typed: TypedText | null) {
  const again = typed?.messageId === message.messageId ? typed : null;
  return {
    ...personCard(message),
    ...message,
    item: `message-${message.messageId}-${textDigest(message.text)}`,
    shown: again?.text ?? message.text,
    fault: again?.fault ?? null,
  };
}

export function inviteCard(person: WaitingPerson) {
  return { ...personCard(person), ...person, item: `invite-${person.dealId}` };
}

/** The person as a card shows them. */
function personCard({ profile }: WaitingPerson) {
  return {
    headline: profile.headline,
    location: profile.locationName,
    industry: profile.industry,
    summary: profile.summary,
    positions: profile.positions.slice(0, 3),
  };
}

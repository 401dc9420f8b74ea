import { type Person, profileUrn } from '../../world/person.ts';
import type { Thread, ThreadMessage } from '../../world/threads.ts';
import { lastActivityMs } from '../../world/writes.ts';

/** Facts §4.9, [C]: the nested form; `owner` is whose mailbox it is. */

export function conversationUrn(owner: Person, threadId: string): string {
  return `urn:li:msg_conversation:(${profileUrn(owner.memberId)},${threadId})`;
}

export function messageUrn(owner: Person, messageId: string): string {
  return `urn:li:msg_message:(${profileUrn(owner.memberId)},${messageId})`;
}

export function participantEntity(person: Person, self: boolean): Record<string, unknown> {
  return {
    entityUrn: `urn:li:msg_messagingParticipant:${profileUrn(person.memberId)}`,
    hostIdentityUrn: profileUrn(person.memberId),
    participantType: {
      member: {
        firstName: { text: person.firstName },
        lastName: { text: person.lastName },
        headline: { text: person.headline },
        profileUrl: `https://www.linkedin.com/in/${person.memberId}`,
        distance: self ? 'SELF' : 'DISTANCE_1',
        profilePicture: null,
      },
    },
  };
}

export function messageEntity(
  owner: Person,
  thread: Thread,
  message: ThreadMessage,
): Record<string, unknown> {
  const sender = message.fromSelf ? owner : thread.person;
  return {
    entityUrn: messageUrn(owner, message.id),
    body: { text: message.text, attributes: [] },
    deliveredAt: message.at.getTime(),
    messageBodyRenderFormat: 'DEFAULT',
    renderContent: [],
    reactionSummaries: [],
    sender: participantEntity(sender, message.fromSelf),
    conversation: { entityUrn: conversationUrn(owner, thread.id) },
  };
}

export function conversationEntity(owner: Person, thread: Thread): Record<string, unknown> {
  const last = thread.messages.at(-1);
  return {
    entityUrn: conversationUrn(owner, thread.id),
    backendUrn: `urn:li:messagingThread:${thread.id}`,
    conversationUrl: `https://www.linkedin.com/messaging/thread/${thread.id}/`,
    title: null,
    groupChat: false,
    read: thread.unread === 0,
    unreadCount: thread.unread,
    lastActivityAt: lastActivityMs(thread),
    lastReadAt: 0,
    createdAt: thread.messages[0]?.at.getTime() ?? 0,
    categories: ['INBOX', 'PRIMARY_INBOX'],
    notificationStatus: 'ACTIVE',
    conversationParticipants: [participantEntity(owner, true), participantEntity(thread.person, false)],
    messages: { elements: last ? [messageEntity(owner, thread, last)] : [] },
  };
}

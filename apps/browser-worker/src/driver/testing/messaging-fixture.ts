import { MARA, ME } from './profile-fixture.ts';

/** Invented, valid answers of messaging and of the list of connections (facts §4.7, §4.9). For tests. */

interface Response {
  data: Record<string, unknown>;
  included: Record<string, unknown>[];
}

export const OLA = 'urn:li:fsd_profile:ACoAAEX2';

/** Two conversations: with Mara, whose answer is unread, and an older one with Ola. */
export function conversationsResponse(): Response {
  const conversations = [conversation('a', 1_760_000_000_000, 0), conversation('b', 1_760_000_900_000, 1)];
  const root = { metadata: { newSyncToken: 'x' }, '*elements': [urnOf('a'), urnOf('b')] };
  return {
    data: { data: { messengerConversationsBySyncToken: root } },
    included: [
      ...conversations,
      participant(ME, 'Olin', 'Barge'),
      participant(MARA, 'Mara', 'Quill'),
      participant(OLA, 'Ola', 'Reef'),
      message('a1', ME, 1_760_000_000_000, 'Good morning'),
      message('b2', MARA, 1_760_000_900_000, 'Good evening'),
      message('b1', ME, 1_760_000_100_000, 'Good afternoon'),
    ],
  };
}

function urnOf(id: string): string {
  return `urn:li:msg_conversation:(${ME},2-${id})`;
}

function conversation(id: string, lastActivityAt: number, unreadCount: number): Record<string, unknown> {
  const other = id === 'a' ? OLA : MARA;
  const ids = id === 'a' ? ['a1'] : ['b1', 'b2'];
  return {
    entityUrn: urnOf(id),
    unreadCount,
    lastActivityAt,
    '*conversationParticipants': [participantUrn(ME), participantUrn(other)],
    messages: { '*elements': ids.map((each) => `urn:li:msg_message:(${ME},2-${each})`) },
    $type: 'com.linkedin.messenger.Conversation',
  };
}

function participantUrn(urn: string): string {
  return `urn:li:msg_messagingParticipant:${urn}`;
}

function participant(hostIdentityUrn: string, first: string, last: string): Record<string, unknown> {
  const member = { firstName: { text: first }, lastName: { text: last }, distance: 'DISTANCE_1' };
  return {
    entityUrn: participantUrn(hostIdentityUrn),
    hostIdentityUrn,
    participantType: { member },
    $type: 'com.linkedin.messenger.MessagingParticipant',
  };
}

function message(id: string, sender: string, deliveredAt: number, text: string): Record<string, unknown> {
  return {
    entityUrn: `urn:li:msg_message:(${ME},2-${id})`,
    body: { text, attributes: [] },
    deliveredAt,
    '*sender': participantUrn(sender),
    $type: 'com.linkedin.messenger.Message',
  };
}

/** Mara, connected; and somebody whose profile the answer lacks. */
export function connectionsResponse(): Response {
  const connection = (id: string, createdAt: number) => ({
    entityUrn: `urn:li:fsd_connection:${id}`,
    createdAt,
    connectedMember: `urn:li:fsd_profile:${id}`,
    '*connectedMemberResolutionResult': `urn:li:fsd_profile:${id}`,
    $type: 'com.linkedin.voyager.dash.relationships.Connection',
  });
  return {
    data: { '*elements': ['urn:li:fsd_connection:ACoAAEX1', 'urn:li:fsd_connection:ACoAAGONE'], paging: {} },
    included: [
      connection('ACoAAEX1', 1_760_000_000_000),
      connection('ACoAAGONE', 1_750_000_000_000),
      { entityUrn: MARA, publicIdentifier: 'mara-quill', firstName: 'Mara', lastName: 'Quill' },
    ],
  };
}

import type { Conversation } from '../port.ts';
import {
  isEntity,
  type Located,
  linked,
  linkedCollection,
  linkedOne,
  listed,
  type NormalisedResponse,
  readResponse,
  readShape,
} from './entities.ts';
import { VoyagerShapeError } from './shape-error.ts';
import { ConversationShape, MemberShape, MessageShape, ParticipantShape } from './shapes.ts';

const ROOT = 'messengerConversationsBySyncToken';

/**
 * The conversations of the mailbox `ownUrn` in a normalised answer of `messengerConversations`, the latest first,
 * since the answer's order is not promised (facts §4.9). Null when the answer is a partial failure that lacks the
 * list (§2.3): that says nothing of the inbox. Total: throws only VoyagerShapeError.
 */
export function parseConversations(response: unknown, ownUrn: string): Conversation[] | null {
  const normalised = readResponse(response);
  const { entity } = normalised.data;
  const data = entity.data;
  const root = isEntity(data) ? data[ROOT] : undefined;
  if (!isEntity(root)) {
    if (Array.isArray(entity.errors) && entity.errors.length > 0) return null;
    throw new VoyagerShapeError(`data.data.${ROOT}`, 'not an object');
  }
  return listed(normalised, { entity: root, path: `data.data.${ROOT}` }, 'elements')
    .map((conversation) => readConversation(normalised, conversation, ownUrn))
    .sort((a, b) => (b.lastActivityAt?.getTime() ?? 0) - (a.lastActivityAt?.getTime() ?? 0));
}

function readConversation(response: NormalisedResponse, conversation: Located, ownUrn: string): Conversation {
  const { unreadCount, lastActivityAt } = readShape(ConversationShape, conversation);
  const others = linked(response, conversation, 'conversationParticipants')
    .map((participant) => readParticipant(response, participant))
    .filter(({ urn }) => urn !== ownUrn);
  return {
    // A group is nobody's conversation in particular.
    urn: others.length === 1 ? (others[0]?.urn ?? null) : null,
    name: others.map(({ name }) => name).join(', '),
    unread: unreadCount,
    last: readLast(response, conversation, ownUrn),
    lastActivityAt: lastActivityAt === null ? null : new Date(lastActivityAt),
  };
}

function readParticipant(response: NormalisedResponse, participant: Located): { urn: string; name: string } {
  const { hostIdentityUrn } = readShape(ParticipantShape, participant);
  const type = linkedOne(response, participant, 'participantType');
  const member = type && linkedOne(response, type, 'member');
  const { firstName, lastName } = member
    ? readShape(MemberShape, member)
    : { firstName: null, lastName: null };
  return { urn: hostIdentityUrn, name: [firstName, lastName].filter(Boolean).join(' ') };
}

/** Messages come in any order: the latest is the one delivered last. */
function readLast(response: NormalisedResponse, conversation: Located, ownUrn: string): Conversation['last'] {
  const [last] = linkedCollection(response, conversation, 'messages')
    .map((message) => ({ message, shape: readShape(MessageShape, message) }))
    .sort((a, b) => b.shape.deliveredAt - a.shape.deliveredAt);
  if (!last) return null;
  const sender = linkedOne(response, last.message, 'sender');
  const fromSelf = sender ? readShape(ParticipantShape, sender).hostIdentityUrn === ownUrn : null;
  return { fromSelf, text: last.shape.body?.text ?? '' };
}

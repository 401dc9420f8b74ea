import { profileUrn } from '../../world/person.ts';
import type { Relation } from '../../world/relationships.ts';
import type { ProfileView } from '../profile-view.ts';
import type { Entity } from './entities.ts';

const PACKAGE = 'com.linkedin.voyager.dash.relationships';

export function relationshipUrn(memberId: string): string {
  return `urn:li:fsd_memberRelationship:${memberId}`;
}

/** The member relationship and the entities it points to, the relationship first (facts §4.1, [C]). */
export function relationshipEntities(view: ProfileView, viewerId: string): [Entity, ...Entity[]] {
  const { person, relation } = view;
  const invitation = invitationEntity(relation, person.memberId);
  const connection = connectionEntity(relation, person.memberId);
  const invitationUnion = invitation
    ? { '*invitation': invitation.entityUrn }
    : { noInvitation: noInvitation(person.memberId, viewerId) };
  return [
    {
      entityUrn: relationshipUrn(person.memberId),
      memberRelationshipUnion: relationshipUnion(view, invitationUnion, connection),
      memberRelationshipData: connection ? null : invitationUnion,
      $recipeTypes: ['com.linkedin.deco.recipe.anonymous.Anon881144'],
      $type: `${PACKAGE}.MemberRelationship`,
    },
    ...(invitation ? [invitation] : []),
    ...(connection ? [connection] : []),
  ];
}

/** Connections come by URN or inline, whatever the even or odd member number says: both are seen. */
function relationshipUnion(
  { self, person, degree, is }: ProfileView,
  invitationUnion: Record<string, unknown>,
  connection: Entity | null,
): Record<string, unknown> {
  if (self) return { self: {} };
  if (connection) {
    return person.memberNumber % 2 === 0 ? { '*connection': connection.entityUrn } : { connection };
  }
  const isOutOfNetwork = is('out-of-network');
  return {
    noConnection: {
      memberDistance: isOutOfNetwork ? 'OUT_OF_NETWORK' : `DISTANCE_${degree}`,
      invitationUnion,
      $type: `${PACKAGE}.NoConnection`,
    },
  };
}

function noInvitation(memberId: string, viewerId: string): Record<string, unknown> {
  return {
    targetInvitee: profileUrn(memberId),
    inviter: profileUrn(viewerId),
    $type: `${PACKAGE}.invitation.NoInvitation`,
  };
}

function connectionEntity(relation: Relation, memberId: string): Entity | null {
  if (relation.kind !== 'connected') return null;
  return {
    entityUrn: `urn:li:fsd_connection:${memberId}`,
    createdAt: relation.since.getTime(),
    connectedMember: profileUrn(memberId),
    $type: `${PACKAGE}.Connection`,
  };
}

/**
 * `invitationId` is a JSON number beyond 2^53 (facts §4.0, [C]): a reader of doubles rounds it, so it is sent
 * digit by digit.
 */
export function invitationEntity(relation: Relation, memberId: string): Entity | null {
  if (relation.kind !== 'pending' && relation.kind !== 'incoming') return null;
  const sent = relation.kind === 'pending';
  return {
    entityUrn: `urn:li:fsd_invitation:${relation.invitationId}`,
    invitationId: exactNumber(relation.invitationId),
    invitationType: sent ? 'SENT' : 'RECEIVED',
    invitationState: 'PENDING',
    message: relation.kind === 'pending' ? relation.note : null,
    sharedSecret: null,
    '*inviteeMemberResolutionResult': profileUrn(memberId),
    $type: `${PACKAGE}.invitation.Invitation`,
  };
}

/** A JSON number of exactly these digits. TypeScript does not know `JSON.rawJSON` yet. */
function exactNumber(digits: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return rawJSON(digits);
}

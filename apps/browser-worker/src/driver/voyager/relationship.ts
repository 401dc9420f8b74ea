import type { ConnectionDistance } from '@fairlead/shared/domain/profile';
import {
  isEntity,
  type Located,
  linkedOne,
  type NormalisedResponse,
  readResponse,
  readShape,
} from './entities.ts';
import { InvitationShape, NoConnectionShape } from './shapes.ts';

/** What Voyager says stands between the viewer and a member. `unknown`: the response does not say. */
export interface Relationship {
  kind: 'self' | 'connected' | 'pending' | 'incoming' | 'none' | 'unknown';
  distance: ConnectionDistance;
}

const UNKNOWN: Relationship = { kind: 'unknown', distance: 'UNKNOWN' };

/** Names of the union in the REST and in the GraphQL spelling (facts §4.1). */
const UNION_KEYS = ['memberRelationshipUnion', 'memberRelationship'];
const CONNECTION_KEYS = ['*connection', 'connection', '*connectedMember', 'connectedMember', 'connected'];

/**
 * The relationship entity of the member `profileUrn`, wherever the response keeps it: pointed at by the
 * profile, listed under its conventional URN, or the response itself (the direct endpoint, facts §4.2).
 * Throws only VoyagerShapeError.
 */
export function parseRelationship(response: unknown, profileUrn: string): Relationship {
  const normalised = readResponse(response);
  return relationshipOf(normalised, normalised.find(profileUrn), profileUrn);
}

/** The same on a response already read. `profile` is null when the response does not carry it. */
export function relationshipOf(
  response: NormalisedResponse,
  profile: Located | null,
  profileUrn: string,
): Relationship {
  const urn = relationshipUrn(profileUrn);
  const pointedAt = profile ? linkedOne(response, profile, 'memberRelationship') : null;
  const direct = response.data.entity.entityUrn === urn ? response.data : null;
  const entity = pointedAt ?? response.find(urn) ?? direct;
  return entity ? readUnion(response, entity) : UNKNOWN;
}

/** The member id is the same string in every kind of URN. */
export function relationshipUrn(profileUrn: string): string {
  return profileUrn.replace('fsd_profile', 'fsd_memberRelationship');
}

function readUnion(response: NormalisedResponse, relationship: Located): Relationship {
  const key = UNION_KEYS.find((name) => isEntity(relationship.entity[name]));
  const union = key === undefined ? null : linkedOne(response, relationship, key);
  if (!union) return UNKNOWN;
  if (isSet(union, 'self')) return { kind: 'self', distance: 'SELF' };
  if (CONNECTION_KEYS.some((name) => isSet(union, name)))
    return { kind: 'connected', distance: 'DISTANCE_1' };
  const noConnection = linkedOne(response, union, 'noConnection');
  if (!noConnection) return UNKNOWN;
  const { memberDistance } = readShape(NoConnectionShape, noConnection);
  return { kind: invitationKind(response, noConnection), distance: memberDistance };
}

function invitationKind(response: NormalisedResponse, noConnection: Located): Relationship['kind'] {
  const union =
    linkedOne(response, noConnection, 'invitationUnion') ?? linkedOne(response, noConnection, 'invitation');
  if (!union || isSet(union, 'noInvitation')) return 'none';
  const isPointer = isSet(union, '*invitation') || isSet(union, 'invitation');
  if (!isPointer) return 'none';
  const invitation = linkedOne(response, union, 'invitation');
  // An invitation whose direction is not told still forbids sending another one.
  if (!invitation) return 'pending';
  const { invitationType, invitationState } = readShape(InvitationShape, invitation);
  if (invitationState !== null && invitationState !== 'PENDING') return 'none';
  return invitationType === 'RECEIVED' ? 'incoming' : 'pending';
}

function isSet(located: Located, key: string): boolean {
  const value = located.entity[key];
  return value !== null && value !== undefined && value !== false;
}

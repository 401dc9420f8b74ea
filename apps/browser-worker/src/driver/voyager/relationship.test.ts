import { describe, expect, it } from 'vitest';
import {
  invitation,
  MARA,
  noInvitation,
  profileResponse,
  withInvitation,
} from '../testing/profile-fixture.ts';
import { parseRelationship } from './relationship.ts';

const INVITATION = 'urn:li:fsd_invitation:7001';
const RELATIONSHIP = 'urn:li:fsd_memberRelationship:ACoAAEX1';

function withInvitationEntity(entity: Record<string, unknown> | null): unknown {
  const response = profileResponse(withInvitation(INVITATION));
  return { ...response, included: entity ? [...response.included, entity] : response.included };
}

describe('parseRelationship', () => {
  it.each([
    ['no invitation', profileResponse(), 'none'],
    ['a connection', profileResponse({ '*connection': 'urn:li:fsd_connection:ACoAAEX1' }), 'connected'],
    ['self', profileResponse({ self: {} }), 'self'],
    ['an invitation sent', withInvitationEntity(invitation(INVITATION, 'SENT')), 'pending'],
    ['an invitation received', withInvitationEntity(invitation(INVITATION, 'RECEIVED')), 'incoming'],
    ['an invitation told only by its URN', withInvitationEntity(null), 'pending'],
    [
      'an invitation that is over',
      withInvitationEntity({ ...invitation(INVITATION, 'SENT'), invitationState: 'WITHDRAWN' }),
      'none',
    ],
  ])('reads %s', (_name, response, kind) => {
    expect(parseRelationship(response, MARA).kind).toBe(kind);
  });

  it('reads the direct endpoint, whose data is the entity', () => {
    const response = {
      data: { entityUrn: RELATIONSHIP, memberRelationshipUnion: noInvitation() },
      included: [],
    };
    expect(parseRelationship(response, MARA)).toEqual({ kind: 'none', distance: 'DISTANCE_2' });
  });

  it('reads the GraphQL spelling with its nulls', () => {
    const memberRelationship = {
      self: null,
      connection: null,
      noConnection: {
        memberDistance: 'DISTANCE_3',
        invitation: { noInvitation: null, '*invitation': INVITATION },
      },
    };
    const response = { data: { entityUrn: RELATIONSHIP, memberRelationship }, included: [] };
    expect(parseRelationship(response, MARA)).toEqual({ kind: 'pending', distance: 'DISTANCE_3' });
  });

  it('is unknown when the response is about somebody else', () => {
    expect(parseRelationship(profileResponse(), 'urn:li:fsd_profile:ACoAAOTHER').kind).toBe('unknown');
  });
});

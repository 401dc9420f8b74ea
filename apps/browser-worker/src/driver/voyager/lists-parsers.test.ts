import { describe, expect, it } from 'vitest';
import { connectionsResponse, conversationsResponse, OLA } from '../testing/messaging-fixture.ts';
import { MARA, ME } from '../testing/profile-fixture.ts';
import { parseConnections } from './connections-parser.ts';
import { parseConversations } from './conversations-parser.ts';
import { VoyagerShapeError } from './shape-error.ts';

describe('parseConversations', () => {
  it('names the other member, the latest message and who wrote it, latest first', () => {
    expect(parseConversations(conversationsResponse(), ME)).toEqual([
      {
        urn: MARA,
        name: 'Mara Quill',
        unread: 1,
        last: { fromSelf: false, text: 'Good evening' },
        lastActivityAt: new Date(1_760_000_900_000),
      },
      {
        urn: OLA,
        name: 'Ola Reef',
        unread: 0,
        last: { fromSelf: true, text: 'Good morning' },
        lastActivityAt: new Date(1_760_000_000_000),
      },
    ]);
  });

  it('is null where the answer lacks the list because of an error', () => {
    const failed = { data: { data: { messengerConversationsBySyncToken: null }, errors: [{}] } };
    expect(parseConversations(failed, ME)).toBeNull();
  });

  it.each([{ data: {} }, { data: { data: { messengerConversationsBySyncToken: {} } } }])(
    'never takes a missing list for an empty one: %o',
    (response) => {
      expect(() => parseConversations(response, ME)).toThrow(VoyagerShapeError);
    },
  );
});

describe('parseConnections', () => {
  it('leaves out those whose profile is missing', () => {
    expect(parseConnections(connectionsResponse())).toEqual([
      {
        urn: MARA,
        publicId: 'mara-quill',
        fullName: 'Mara Quill',
        connectedAt: new Date(1_760_000_000_000),
      },
    ]);
  });

  it('takes an empty list for one, and a missing one for an error', () => {
    expect(parseConnections({ data: { elements: [] }, included: [] })).toEqual([]);
    expect(() => parseConnections({ data: {}, included: [] })).toThrow('data.*elements');
  });
});

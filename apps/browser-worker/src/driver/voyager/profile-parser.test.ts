import { Profile } from '@fairlead/shared/domain/profile';
import { describe, expect, it } from 'vitest';
import { MARA, noInvitation, profileResponse } from '../testing/profile-fixture.ts';
import { parseProfile } from './profile-parser.ts';
import { VoyagerShapeError } from './shape-error.ts';

/** The included entity of `urn`, to be changed by a test. */
function entity(response: ReturnType<typeof profileResponse>, urn: string): Record<string, unknown> {
  const found = response.included.find((item) => item.entityUrn === urn);
  if (!found) throw new Error(`the fixture has no ${urn}`);
  return found;
}

describe('parseProfile', () => {
  it('resolves every pointer of a full response', () => {
    const profile = parseProfile(profileResponse());
    expect(Profile.parse(profile)).toEqual(profile);
    expect(profile).toMatchObject({
      urn: MARA,
      publicId: 'mara-quill',
      fullName: 'Mara Quill',
      headline: 'Tide clerk',
      summary: null,
      locationName: 'Porto, Portugal',
      geoUrn: 'urn:li:fsd_geo:77',
      countryCode: 'pt',
      industry: 'Maritime',
      distance: 'DISTANCE_2',
      degree: 2,
    });
    expect(profile.positions).toEqual([
      {
        title: 'Tide clerk',
        companyName: 'Harbour Ltd',
        companyUrn: 'urn:li:fsd_company:501',
        location: 'Porto',
        description: 'Keeps the tide book.',
        start: { year: 2021, month: 3 },
        end: null,
      },
      {
        title: 'Junior clerk',
        companyName: 'Harbour Ltd',
        companyUrn: 'urn:li:fsd_company:501',
        location: 'Porto',
        description: null,
        start: { year: 2019, month: null },
        end: { year: 2021, month: 2 },
      },
      {
        title: null,
        companyName: 'Own boat',
        companyUrn: null,
        location: null,
        description: null,
        start: null,
        end: null,
      },
    ]);
    expect(profile.educations).toEqual([
      {
        schoolName: 'Sea School',
        degree: 'BSc',
        field: 'Tides',
        start: null,
        end: { year: 2014, month: null },
      },
    ]);
  });

  it('does not depend on the order of included', () => {
    const response = profileResponse();
    response.included.reverse();
    expect(parseProfile(response)).toEqual(parseProfile(profileResponse()));
  });

  it('merges partial entities of one URN whichever comes first', () => {
    const response = profileResponse();
    const partial = {
      entityUrn: MARA,
      headline: null,
      summary: 'Reads tides.',
      location: { countryCode: null },
    };
    const first = parseProfile({ ...response, included: [partial, ...response.included] });
    const last = parseProfile({ ...response, included: [...response.included, partial] });
    expect(first).toEqual(last);
    expect(first).toMatchObject({ headline: 'Tide clerk', summary: 'Reads tides.', countryCode: 'pt' });
  });

  it('falls back to plain positions where there are no groups', () => {
    const response = profileResponse();
    const member = entity(response, MARA);
    delete member['*profilePositionGroups'];
    member['*profilePositions'] = 'urn:li:collectionResponse:PIN=';
    expect(parseProfile(response).positions.map((position) => position.title)).toEqual([
      'Tide clerk',
      'Junior clerk',
    ]);
  });

  it('reads empty collections as nothing', () => {
    const response = profileResponse();
    for (const urn of ['urn:li:collectionResponse:PG=', 'urn:li:collectionResponse:ED=']) {
      const collection = entity(response, urn);
      delete collection['*elements'];
      collection.elements = [];
    }
    expect(parseProfile(response)).toMatchObject({ positions: [], educations: [] });
  });

  it('prefers the location text to the geo name', () => {
    const response = profileResponse();
    entity(response, MARA).locationName = 'The quay';
    expect(parseProfile(response).locationName).toBe('The quay');
  });

  it.each([
    ['self', { self: {} }, 'SELF', null],
    ['a connection by pointer', { '*connection': 'urn:li:fsd_connection:ACoAAEX1' }, 'DISTANCE_1', 1],
    ['an inline connection', { connection: { createdAt: 1 } }, 'DISTANCE_1', 1],
    ['third degree', noInvitation('DISTANCE_3'), 'DISTANCE_3', 3],
    ['out of network', noInvitation('OUT_OF_NETWORK'), 'OUT_OF_NETWORK', null],
    ['an unheard-of distance', noInvitation('DISTANCE_9'), 'UNKNOWN', null],
    ['an unheard-of variant', { teleported: {} }, 'UNKNOWN', null],
  ])('reads %s', (_name, union, distance, degree) => {
    expect(parseProfile(profileResponse(union))).toMatchObject({ distance, degree });
  });

  it('says UNKNOWN when the response carries no relationship', () => {
    const response = profileResponse();
    const included = response.included.filter(
      (item) => !String(item.entityUrn).includes('memberRelationship'),
    );
    expect(parseProfile({ ...response, included })).toMatchObject({ distance: 'UNKNOWN', degree: null });
  });

  it.each([
    ['a list', [], '$'],
    ['no data', { included: [] }, 'data'],
    ['included of another kind', { data: {}, included: 7 }, 'included'],
    ['no profile named', { data: { '*elements': [] }, included: [] }, 'data.*elements[0]'],
    ['a named profile that is missing', { data: { '*elements': [MARA] }, included: [] }, 'data.*elements[0]'],
    ['a pointer that is no URN', { data: { '*elements': [7] }, included: [] }, 'data.*elements[0]'],
  ])('names the path of %s', (_name, response, path) => {
    expect(() => parseProfile(response)).toThrow(VoyagerShapeError);
    expect(() => parseProfile(response)).toThrow(expect.objectContaining({ path }));
  });

  it('names the field of an entity that changed its type', () => {
    const response = profileResponse();
    entity(response, MARA).headline = { text: 'Tide clerk' };
    expect(() => parseProfile(response)).toThrow(
      expect.objectContaining({ path: `included[${MARA}].headline` }),
    );
  });
});

/** An invented, valid profile response with every feature the parser knows (facts §4.1). For tests. */
export const ME = 'urn:li:fsd_profile:ACoAAME1';
export const MARA = 'urn:li:fsd_profile:ACoAAEX1';

const PROFILE = 'com.linkedin.voyager.dash.identity.profile';

/** A fresh copy, so a test may change it. `union` is the relationship's `memberRelationshipUnion`. */
export function profileResponse(union: Record<string, unknown> = noInvitation()): {
  data: Record<string, unknown>;
  included: Record<string, unknown>[];
} {
  return {
    data: {
      entityUrn: 'urn:li:collectionResponse:q1w2=',
      paging: { count: 10, start: 0, links: [] },
      '*elements': [MARA],
      $type: 'com.linkedin.restli.common.CollectionResponse',
    },
    included: [viewer(), member(), ...career(), ...places(), relationship(union)],
  };
}

export function noInvitation(memberDistance = 'DISTANCE_2'): Record<string, unknown> {
  return { noConnection: { memberDistance, invitationUnion: { noInvitation: { targetInvitee: MARA } } } };
}

/** The union of somebody with an invitation; its entity must be put into `included`. */
export function withInvitation(urn: string): Record<string, unknown> {
  return { noConnection: { memberDistance: 'DISTANCE_2', invitationUnion: { '*invitation': urn } } };
}

export function invitation(urn: string, invitationType: 'SENT' | 'RECEIVED'): Record<string, unknown> {
  return {
    entityUrn: urn,
    invitationId: 7_362_000_000_000_728_000,
    invitationType,
    invitationState: 'PENDING',
  };
}

function viewer(): Record<string, unknown> {
  return {
    entityUrn: ME,
    publicIdentifier: 'olin-barge',
    firstName: 'Olin',
    lastName: 'Barge',
    $type: `${PROFILE}.Profile`,
  };
}

function member(): Record<string, unknown> {
  return {
    entityUrn: MARA,
    publicIdentifier: 'mara-quill',
    firstName: ' Mara',
    lastName: 'Quill ',
    headline: 'Tide clerk',
    summary: '',
    locationName: null,
    location: { countryCode: 'PT' },
    geoLocation: { '*geo': 'urn:li:fsd_geo:77', geoUrn: 'urn:li:fsd_geo:77' },
    '*industry': 'urn:li:fsd_industry:9',
    industryUrn: 'urn:li:fsd_industry:9',
    '*profilePositionGroups': 'urn:li:collectionResponse:PG=',
    '*profileEducations': 'urn:li:collectionResponse:ED=',
    '*memberRelationship': 'urn:li:fsd_memberRelationship:ACoAAEX1',
    $type: `${PROFILE}.Profile`,
  };
}

function career(): Record<string, unknown>[] {
  return [
    { entityUrn: 'urn:li:collectionResponse:PG=', '*elements': [group('aa11'), group('bb22')] },
    {
      entityUrn: group('aa11'),
      companyName: 'Harbour Ltd',
      companyUrn: 'urn:li:fsd_company:501',
      dateRange: { start: { year: 2021 } },
      '*profilePositionInPositionGroup': 'urn:li:collectionResponse:PIN=',
    },
    { entityUrn: 'urn:li:collectionResponse:PIN=', '*elements': [position(3001), position(3002)] },
    {
      entityUrn: position(3001),
      title: 'Tide clerk',
      companyName: null,
      geoLocationName: 'Porto',
      description: 'Keeps the tide book.',
      dateRange: { start: { month: 3, year: 2021 } },
    },
    {
      entityUrn: position(3002),
      title: 'Junior clerk',
      companyName: 'Harbour Ltd',
      locationName: 'Porto',
      dateRange: { start: { year: 2019 }, end: { month: 2, year: 2021 } },
    },
    // A free-text employer without positions of its own.
    { entityUrn: group('bb22'), companyName: 'Own boat', dateRange: null },
    {
      entityUrn: 'urn:li:collectionResponse:ED=',
      '*elements': ['urn:li:fsd_profileEducation:(ACoAAEX1,4001)'],
    },
    {
      entityUrn: 'urn:li:fsd_profileEducation:(ACoAAEX1,4001)',
      '*school': 'urn:li:fsd_school:8',
      degreeName: 'BSc',
      fieldOfStudy: 'Tides',
      dateRange: { end: { year: 2014 } },
    },
    { entityUrn: 'urn:li:fsd_school:8', name: 'Sea School' },
  ];
}

function places(): Record<string, unknown>[] {
  return [
    { entityUrn: 'urn:li:fsd_geo:77', defaultLocalizedName: 'Porto, Portugal' },
    { entityUrn: 'urn:li:fsd_industry:9', name: 'Maritime' },
  ];
}

function relationship(memberRelationshipUnion: Record<string, unknown>): Record<string, unknown> {
  return { entityUrn: 'urn:li:fsd_memberRelationship:ACoAAEX1', memberRelationshipUnion };
}

function group(id: string): string {
  return `urn:li:fsd_profilePositionGroup:(ACoAAEX1,${id})`;
}

function position(id: number): string {
  return `urn:li:fsd_profilePosition:(ACoAAEX1,${id})`;
}

import { type Person, placeName, profileUrn } from '../../world/person.ts';
import { collection, type Entity } from './entities.ts';
import { relationshipUrn } from './relationship.ts';

export const PROFILE_PACKAGE = 'com.linkedin.voyager.dash.identity.profile';

/** Pointers of a profile that are always empty here; the rest of the pattern is facts §4.1 [C]. */
const EMPTY_SECTIONS = [
  'profileLanguages',
  'profileCertifications',
  'profileCourses',
  'profileHonors',
  'profileOrganizations',
  'profilePatents',
  'profileProjects',
  'profilePublications',
  'profileSkills',
  'profileTestScores',
  'profileVolunteerExperiences',
  'profileTreasuryMediaProfile',
];

/** URN of one of the person's collections. */
export function listUrn(person: Person, name: string): string {
  return `urn:li:collectionResponse:${Buffer.from(`${person.memberNumber}:${name}`).toString('base64')}`;
}

/** The person's own entity. `withRelationship` decides whether it points to the relationship ([D]). */
export function profileEntity(person: Person, withRelationship: boolean): Entity {
  const { memberId, memberNumber, place } = person;
  const sections = EMPTY_SECTIONS.map((name) => [`*${name}`, listUrn(person, name)]);
  return {
    entityUrn: profileUrn(memberId),
    objectUrn: `urn:li:member:${memberNumber}`,
    publicIdentifier: person.slug,
    firstName: person.firstName,
    lastName: person.lastName,
    headline: person.headline,
    summary: person.summary,
    locationName: person.locationName,
    location: { countryCode: place.countryCode, $type: `${PROFILE_PACKAGE}.ProfileLocation` },
    geoLocation: {
      '*geo': geoUrn(place.geoId),
      geoUrn: geoUrn(place.geoId),
      $type: `${PROFILE_PACKAGE}.ProfileGeoLocation`,
    },
    '*industry': industryUrn(person),
    industryUrn: industryUrn(person),
    supportedLocales: [{ country: 'US', language: 'en', $type: 'com.linkedin.common.Locale' }],
    primaryLocale: { country: 'US', language: 'en', $type: 'com.linkedin.common.Locale' },
    premium: false,
    influencer: false,
    creator: person.followFirst,
    memorialized: false,
    emailRequired: false,
    trackingId: Buffer.from(memberId.slice(5, 21)).toString('base64'),
    versionTag: String(memberNumber),
    multiLocaleFirstName: { en_US: person.firstName },
    '*profilePositionGroups': listUrn(person, 'groups'),
    '*profileEducations': listUrn(person, 'educations'),
    ...Object.fromEntries(sections),
    ...(withRelationship ? { '*memberRelationship': relationshipUrn(memberId) } : {}),
    $recipeTypes: ['com.linkedin.voyager.dash.deco.identity.profile.FullProfileWithEntities'],
    $type: `${PROFILE_PACKAGE}.Profile`,
  };
}

/** The small Profile of the viewer, or a second, partial listing of the same person. */
export function smallProfileEntity(person: Person): Entity {
  return {
    entityUrn: profileUrn(person.memberId),
    publicIdentifier: person.slug,
    firstName: person.firstName,
    lastName: person.lastName,
    headline: person.headline,
    iweWarned: false,
    tempStatus: null,
    $recipeTypes: ['com.linkedin.deco.recipe.anonymous.Anon552903'],
    $type: `${PROFILE_PACKAGE}.Profile`,
  };
}

function geoUrn(id: number): string {
  return `urn:li:fsd_geo:${id}`;
}

function industryUrn(person: Person): string {
  return `urn:li:fsd_industry:${person.industry.id}`;
}

/** Geo, its country, and the industry. */
export function referenceEntities(person: Person): Entity[] {
  const { place } = person;
  const $type = 'com.linkedin.voyager.dash.common.Geo';
  return [
    {
      entityUrn: geoUrn(place.geoId),
      defaultLocalizedName: placeName(place),
      defaultLocalizedNameWithoutCountryName: place.city,
      countryUrn: geoUrn(place.countryGeoId),
      '*country': geoUrn(place.countryGeoId),
      $type,
    },
    { entityUrn: geoUrn(place.countryGeoId), defaultLocalizedName: place.country, $type },
    {
      entityUrn: industryUrn(person),
      name: person.industry.name,
      $type: 'com.linkedin.voyager.dash.common.Industry',
    },
  ];
}

/** The sections nobody has filled in. */
export function emptySectionEntities(person: Person): Entity[] {
  return EMPTY_SECTIONS.map((name) => collection(listUrn(person, name), [], 20));
}

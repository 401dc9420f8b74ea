import { type CareerStep, type Person, placeName, profileUrn, type Schooling } from '../../world/person.ts';
import { collection, dateRange, type Entity } from './entities.ts';
import { relationshipUrn } from './relationship.ts';

const PROFILE_PACKAGE = 'com.linkedin.voyager.dash.identity.profile';

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

function listUrn(person: Person, name: string): string {
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
    geoLocation: { '*geo': geoUrn(place.geoId), geoUrn: geoUrn(place.geoId), $type: `${PROFILE_PACKAGE}.ProfileGeoLocation` },
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
    { entityUrn: industryUrn(person), name: person.industry.name, $type: 'com.linkedin.voyager.dash.common.Industry' },
  ];
}

/** Position groups with their positions: consecutive steps at one employer are one group. */
export function careerEntities(person: Person): Entity[] {
  const groups = groupByEmployer(person.career);
  const groupUrn = (group: readonly CareerStep[]): string =>
    `urn:li:fsd_profilePositionGroup:(${person.memberId},${group[0]?.id.toString(36)})`;
  return [
    collection(listUrn(person, 'groups'), groups.map(groupUrn), 10),
    ...groups.flatMap((group) => groupEntities(person, group, groupUrn(group))),
    ...EMPTY_SECTIONS.map((name) => collection(listUrn(person, name), [], 20)),
  ];
}

function groupByEmployer(career: readonly CareerStep[]): CareerStep[][] {
  const groups: CareerStep[][] = [];
  for (const step of career) {
    const last = groups.at(-1);
    if (last?.[0]?.company.id === step.company.id) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

function groupEntities(person: Person, group: readonly CareerStep[], entityUrn: string): Entity[] {
  const newest = group[0];
  const oldest = group.at(-1);
  if (!newest || !oldest) return [];
  const inGroup = listUrn(person, `in-group-${newest.id}`);
  return [
    {
      entityUrn,
      name: newest.company.name,
      companyName: newest.company.name,
      ...employerOf(newest),
      dateRange: dateRange(oldest.start, newest.end),
      '*profilePositionInPositionGroup': inGroup,
      $type: `${PROFILE_PACKAGE}.PositionGroup`,
    },
    collection(inGroup, group.map((step) => positionUrn(person, step)), 20),
    ...group.map((step) => positionEntity(person, step)),
    ...(newest.companyHasPage ? companyEntities(newest) : []),
  ];
}

function positionUrn(person: Person, step: CareerStep): string {
  return `urn:li:fsd_profilePosition:(${person.memberId},${step.id})`;
}

function employerOf(step: CareerStep): Record<string, unknown> {
  if (!step.companyHasPage) return { companyUrn: null };
  const urn = `urn:li:fsd_company:${step.company.id}`;
  return { companyUrn: urn, '*company': urn };
}

function positionEntity(person: Person, step: CareerStep): Entity {
  return {
    entityUrn: positionUrn(person, step),
    title: step.title,
    companyName: step.company.name,
    ...employerOf(step),
    locationName: step.location,
    geoLocationName: step.location,
    description: step.description,
    dateRange: dateRange(step.start, step.end),
    $type: `${PROFILE_PACKAGE}.Position`,
  };
}

/** One company listed as two partial entities: they must be merged (facts §4.0, [C]). */
function companyEntities({ company }: CareerStep): Entity[] {
  const entityUrn = `urn:li:fsd_company:${company.id}`;
  const $type = 'com.linkedin.voyager.dash.organization.Company';
  return [
    { entityUrn, name: company.name, $type },
    { entityUrn, url: `https://www.linkedin.com/company/${company.slug}/`, logo: null, $type },
  ];
}

export function schoolingEntities(person: Person): Entity[] {
  const urns = person.schooling.map((school) => `urn:li:fsd_profileEducation:(${person.memberId},${school.id})`);
  return [
    collection(listUrn(person, 'educations'), urns, 20),
    ...person.schooling.map((school, i) => educationEntity(school, urns[i] ?? '')),
  ];
}

/** The start is often missing; both missing gives a null range. */
function educationEntity(school: Schooling, entityUrn: string): Entity {
  const start = school.startYear === null ? null : { year: school.startYear };
  const end = school.endYear === null ? null : { year: school.endYear };
  return {
    entityUrn,
    schoolName: school.school,
    degreeName: school.degree,
    fieldOfStudy: school.field,
    '*school': `urn:li:fsd_school:${school.schoolId}`,
    schoolUrn: `urn:li:fsd_school:${school.schoolId}`,
    dateRange: dateRange(start, end),
    grade: null,
    activities: null,
    description: null,
    $type: `${PROFILE_PACKAGE}.Education`,
  };
}


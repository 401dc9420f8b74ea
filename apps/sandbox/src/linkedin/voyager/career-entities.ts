import type { CareerStep, Person, Schooling } from '../../world/person.ts';
import { collection, dateRange, type Entity } from './entities.ts';
import { listUrn, PROFILE_PACKAGE } from './profile-entities.ts';

/** Position groups with their positions: consecutive steps at one employer are one group. */
export function careerEntities(person: Person): Entity[] {
  const groups = groupByEmployer(person.career);
  const groupUrn = (group: readonly CareerStep[]): string =>
    `urn:li:fsd_profilePositionGroup:(${person.memberId},${group[0]?.id.toString(36)})`;
  return [
    collection(listUrn(person, 'groups'), groups.map(groupUrn), 10),
    ...groups.flatMap((group) => groupEntities(person, group, groupUrn(group))),
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
    collection(
      inGroup,
      group.map((step) => positionUrn(person, step)),
      20,
    ),
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
  const urns = person.schooling.map(
    (school) => `urn:li:fsd_profileEducation:(${person.memberId},${school.id})`,
  );
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

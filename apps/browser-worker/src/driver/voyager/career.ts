import type { Education, Position } from '@fairlead/shared/domain/profile';
import { type Located, linkedCollection, linkedOne, type NormalisedResponse, readShape } from './entities.ts';
import { EducationShape, NamedShape, PositionGroupShape, PositionShape } from './shapes.ts';

/**
 * Positions in LinkedIn's order (newest first), read through the position groups; where a response has no
 * groups, the plain `profilePositions` collection.
 */
export function readPositions(response: NormalisedResponse, profile: Located): Position[] {
  const groups = linkedCollection(response, profile, 'profilePositionGroups');
  if (groups.length > 0) return groups.flatMap((group) => readGroup(response, group));
  return linkedCollection(response, profile, 'profilePositions').map((item) =>
    readPosition(response, item, null),
  );
}

export function readEducations(response: NormalisedResponse, profile: Located): Education[] {
  return linkedCollection(response, profile, 'profileEducations').map((item) => {
    const education = readShape(EducationShape, item);
    return {
      schoolName: education.schoolName ?? nameOf(response, item, 'school'),
      degree: education.degreeName,
      field: education.fieldOfStudy,
      ...education.dateRange,
    };
  });
}

/** The name of the company, school or industry a field points at. */
export function nameOf(response: NormalisedResponse, owner: Located, key: string): string | null {
  const named = linkedOne(response, owner, key);
  return named ? readShape(NamedShape, named).name : null;
}

function readGroup(response: NormalisedResponse, group: Located): Position[] {
  const positions = linkedCollection(response, group, 'profilePositionInPositionGroup');
  if (positions.length > 0) return positions.map((item) => readPosition(response, item, group));
  // A group alone still tells the employer and the dates.
  const { companyName, companyUrn, dateRange } = readShape(PositionGroupShape, group);
  return [
    {
      title: null,
      companyName: companyName ?? nameOf(response, group, 'company'),
      companyUrn,
      location: null,
      description: null,
      ...dateRange,
    },
  ];
}

function readPosition(response: NormalisedResponse, item: Located, group: Located | null): Position {
  const position = readShape(PositionShape, item);
  const employer = group ? readShape(PositionGroupShape, group) : null;
  return {
    title: position.title,
    companyName: position.companyName ?? employer?.companyName ?? nameOf(response, item, 'company'),
    companyUrn: position.companyUrn ?? employer?.companyUrn ?? null,
    location: position.locationName ?? position.geoLocationName,
    description: position.description,
    ...position.dateRange,
  };
}

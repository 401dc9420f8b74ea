import type { ConnectionDistance, Profile } from '@fairlead/shared/domain/profile';
import type { z } from 'zod';
import { nameOf, readEducations, readPositions } from './career.ts';
import {
  type Located,
  linked,
  linkedOne,
  type NormalisedResponse,
  readResponse,
  readShape,
} from './entities.ts';
import { relationshipOf } from './relationship.ts';
import { VoyagerShapeError } from './shape-error.ts';
import { GeoShape, NamedShape, ProfileShape } from './shapes.ts';

/**
 * The profile in a normalised answer of `identity/dash/profiles?q=memberIdentity` (facts §4.0–4.1). The
 * response also holds the viewer's own small profile, so the member is the one `data["*elements"]` names
 * first, never the first in `included`, whose order is random.
 *
 * Total: any JSON gives a Profile or throws VoyagerShapeError, nothing else.
 */
export function parseProfile(response: unknown): Profile {
  const normalised = readResponse(response);
  const member = linked(normalised, normalised.data, 'elements')[0];
  if (!member) throw new VoyagerShapeError('data.*elements[0]', 'names no profile');
  const shape = readShape(ProfileShape, member);
  const names = [shape.firstName ?? '', shape.lastName ?? ''] as const;
  const { distance } = relationshipOf(normalised, member, shape.entityUrn);
  return {
    urn: shape.entityUrn,
    publicId: shape.publicIdentifier,
    firstName: names[0],
    lastName: names[1],
    fullName: names.join(' ').trim(),
    headline: shape.headline,
    summary: shape.summary,
    ...readPlace(normalised, member, shape),
    industry: readIndustry(normalised, member, shape),
    positions: readPositions(normalised, member),
    educations: readEducations(normalised, member),
    distance,
    degree: degreeOf(distance),
  };
}

/** 1, 2 or 3; null for oneself, out of network and unknown. */
function degreeOf(distance: ConnectionDistance): number | null {
  const degree = /^DISTANCE_([123])$/.exec(distance)?.[1];
  return degree === undefined ? null : Number(degree);
}

function readPlace(
  response: NormalisedResponse,
  member: Located,
  shape: z.infer<typeof ProfileShape>,
): Pick<Profile, 'locationName' | 'geoUrn' | 'countryCode'> {
  const geoUrn = shape.geoLocation?.geoUrn ?? shape.geoLocation?.['*geo'] ?? null;
  const holder = linkedOne(response, member, 'geoLocation');
  const geo = (geoUrn && response.find(geoUrn)) || (holder && linkedOne(response, holder, 'geo'));
  const country = shape.location?.countryCode?.toLowerCase() ?? '';
  return {
    locationName: shape.locationName ?? (geo ? readShape(GeoShape, geo).defaultLocalizedName : null),
    geoUrn,
    countryCode: /^[a-z]{2}$/.test(country) ? country : null,
  };
}

function readIndustry(
  response: NormalisedResponse,
  member: Located,
  shape: z.infer<typeof ProfileShape>,
): string | null {
  const byPointer = nameOf(response, member, 'industry');
  if (byPointer !== null || shape.industryUrn === null) return byPointer;
  const industry = response.find(shape.industryUrn);
  return industry ? readShape(NamedShape, industry).name : null;
}

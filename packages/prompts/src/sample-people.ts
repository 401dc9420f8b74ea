import type { Profile } from '@fairlead/shared/domain/profile';

const NOBODY: Profile = {
  urn: 'urn:li:fsd_profile:INVENTED',
  publicId: 'invented',
  firstName: '',
  lastName: '',
  fullName: '',
  headline: null,
  summary: null,
  locationName: null,
  geoUrn: null,
  countryCode: null,
  industry: null,
  positions: [],
  educations: [],
  distance: 'UNKNOWN',
  degree: null,
};

const SOMEBODY: Profile = {
  ...NOBODY,
  firstName: 'Ines',
  lastName: 'Quintela',
  fullName: 'Ines Quintela',
  headline: 'Head of Operations at Brightmoor Wind',
  summary: 'Keeps turbines turning.',
  locationName: 'Porto, Portugal',
  countryCode: 'pt',
  industry: 'Renewables',
  positions: [
    {
      title: 'Head of Operations',
      companyName: 'Brightmoor Wind',
      companyUrn: null,
      location: 'Porto',
      description: 'Forty sites.',
      start: { year: 2021, month: 3 },
      end: null,
    },
  ],
  educations: [
    {
      schoolName: 'University of Almada',
      degree: 'MSc',
      field: 'Energy',
      start: null,
      end: { year: 2012, month: null },
    },
  ],
};

/** Two invented people: one whose profile says everything, and one of whom nothing is known. */
export function inventedPeople(): readonly [Profile, Profile] {
  return [SOMEBODY, NOBODY];
}

import type { Profile } from '@fairlead/shared/domain/profile';

/** An invented person of whom everything is known: prompts are tried on them while no real profile was read. */
export const SAMPLE_PROFILE: Profile = {
  urn: 'urn:li:fsd_profile:SAMPLE',
  publicId: 'sample-person',
  firstName: 'Sanna',
  lastName: 'Exempel',
  fullName: 'Sanna Exempel',
  headline: 'Head of Operations at Example Works',
  summary: 'I look after forty machines and the people who keep them running.',
  locationName: 'Exampleville',
  geoUrn: null,
  countryCode: 'se',
  industry: 'Manufacturing',
  positions: [
    {
      title: 'Head of Operations',
      companyName: 'Example Works',
      companyUrn: null,
      location: 'Exampleville',
      description: 'Maintenance, planning, three shifts.',
      start: { year: 2021, month: 3 },
      end: null,
    },
  ],
  educations: [
    { schoolName: 'Example University', degree: 'MSc', field: 'Engineering', start: null, end: null },
  ],
  distance: 'DISTANCE_2',
  degree: 2,
};

import type { Position, Profile } from '@fairlead/shared/domain/profile';

const FIRST_NAMES = ['Ines', 'Marek', 'Yuki', 'Amara', 'Leif', 'Noor', 'Tomas', 'Carla'];
const LAST_NAMES = [
  'Quintela',
  'Brandvold',
  'Okonjo',
  'Halmström',
  'Vasak',
  'Tarbuck',
  'Iwasawa',
  'Delmonte',
];
const TITLES = ['Head of Operations', 'Fleet Manager', 'Plant Engineer', 'Procurement Lead'];
const COMPANIES = ['Brightmoor Wind', 'Karsund Logistics', 'Pellar Foods'];

const nth = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** The n-th invented position: another company for every person of three. */
export function inventedPosition(n: number, overrides: Partial<Position> = {}): Position {
  return {
    title: nth(TITLES, n),
    companyName: nth(COMPANIES, n),
    companyUrn: `urn:li:fsd_company:${9000 + (n % COMPANIES.length)}`,
    location: 'Tromvik',
    description: null,
    start: { year: 2019, month: 4 },
    end: null,
    ...overrides,
  };
}

/** The n-th invented person: always the same for the same number. Slug `person-<n>`. */
export function inventedProfile(n: number, overrides: Partial<Profile> = {}): Profile {
  const firstName = nth(FIRST_NAMES, n);
  const lastName = nth(LAST_NAMES, Math.floor(n / FIRST_NAMES.length) + n);
  return {
    urn: `urn:li:fsd_profile:INVENTED${n}`,
    publicId: `person-${n}`,
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    headline: `${nth(TITLES, n)} at ${nth(COMPANIES, n)}`,
    summary: null,
    locationName: 'Tromvik',
    geoUrn: null,
    countryCode: 'no',
    industry: 'Renewables',
    positions: [inventedPosition(n)],
    educations: [],
    distance: 'DISTANCE_2',
    degree: 2,
    ...overrides,
  };
}

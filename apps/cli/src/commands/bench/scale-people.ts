import type { Profile } from '@fairlead/shared/domain/profile';

const FIRST_NAMES = ['Alva', 'Bruno', 'Chiara', 'Dag', 'Elif', 'Femke', 'Goran', 'Hilde'];
const LAST_NAMES = ['Aasen', 'Borba', 'Castelli', 'Dvorak', 'Ekholm', 'Ferran', 'Grubor'];
const TITLES = ['Operations Manager', 'Maintenance Manager', 'Brand Manager', 'Site Director', 'Accountant'];
const COMPANIES = ['Lindhaven Wind', 'Solara Parks', 'Mossgate Foods', 'Fjordlight Renewables'];
const INDUSTRIES = ['Renewable energy', 'Renewable energy', 'Food production', 'Renewable energy'];

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** The n-th invented person, with about as much to embed and to judge as a short real profile. Some fit the objective of the demo, some do not. */
export function benchPerson(n: number): Profile {
  const [firstName, lastName] = [pick(FIRST_NAMES, n), pick(LAST_NAMES, n)];
  const [title, companyName] = [pick(TITLES, n), pick(COMPANIES, n)];
  return {
    urn: `urn:li:fsd_profile:BENCH${n}`,
    publicId: `bench-person-${n}`,
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    headline: `${title} at ${companyName}`,
    summary: `Number ${n} of many. I look after people, budgets and schedules, and I like plans that survive a storm. Before ${companyName} I worked in the field for ${3 + (n % 9)} years.`,
    locationName: 'Porto, Portugal',
    geoUrn: null,
    countryCode: 'pt',
    industry: pick(INDUSTRIES, n),
    positions: [
      {
        title,
        companyName,
        companyUrn: `urn:li:fsd_company:${70_000 + (n % COMPANIES.length)}`,
        location: 'Porto',
        description: 'Responsible for a team, its shifts and its results.',
        start: { year: 2010 + (n % 12), month: 1 + (n % 12) },
        end: null,
      },
    ],
    educations: [
      { schoolName: 'Harbour College', degree: 'BSc', field: 'Engineering', start: null, end: null },
    ],
    distance: 'DISTANCE_2',
    degree: 2,
  };
}

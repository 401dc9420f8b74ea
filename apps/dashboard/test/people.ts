import type { Profile } from '@fairlead/shared/domain/profile';
import { integer, pick, type Random } from '@fairlead/shared/runtime/random';

const FIRST_NAMES =
  'Ana Bram Celia Dario Elin Farid Greta Hugo Ines Jonas Kaya Lars Mira Nuno Oona Piet Rosa Sami Tove Yara'.split(
    ' ',
  );
const LAST_NAMES =
  'Almeida Berg Castel Dahl Eriksen Fonseca Grün Hallberg Ivanova Jansen Kovač Lund Moreau Nyberg Okafor Pereira Rossi Sorensen Teixeira Vos'.split(
    ' ',
  );
const TITLES = [
  'Head of Operations',
  'Maintenance Manager',
  'Site Manager',
  'Asset Manager',
  'Chief Technology Officer',
  'Procurement Lead',
  'Data Engineer',
  'Sales Director',
  'Field Service Coordinator',
  'Marketing Specialist',
];
const COMPANIES = [
  'Nordhav Wind',
  'Aldermark Energy',
  'Vento Sul Renováveis',
  'Kestrel Turbines',
  'Brisa Alta',
  'Halden Offshore',
  'Sundvik Kraft',
  'Porto Novo Energia',
  'Greyfell Power',
  'Lumo Grid',
];
const PLACES = [
  'Lisbon, Portugal',
  'Aarhus, Denmark',
  'Bergen, Norway',
  'Hamburg, Germany',
  'Porto, Portugal',
];

/** Slug of the `index`-th invented person. */
export function publicIdOf(index: number): string {
  return `person-${index}`;
}

/** The profile of the `index`-th invented person. */
export function inventProfile(random: Random, index: number): Profile {
  const [firstName, lastName] = [pick(random, FIRST_NAMES), pick(random, LAST_NAMES)];
  const [title, companyName, locationName] = [
    pick(random, TITLES),
    pick(random, COMPANIES),
    pick(random, PLACES),
  ];
  const since = integer(random, 2015, 2024);
  const earlier = pick(random, COMPANIES);
  return {
    urn: `urn:li:fsd_profile:invented${index}`,
    publicId: publicIdOf(index),
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    headline: `${title} at ${companyName}`,
    summary: `I keep turbines turning: planned work, spare parts, and the people who climb.\nBefore that at ${earlier}.`,
    locationName,
    geoUrn: null,
    countryCode: 'pt',
    industry: 'Renewable energy',
    positions: [
      position(title, companyName, locationName, { from: since, to: null }),
      position('Technician', earlier, locationName, { from: since - 5, to: since }),
    ],
    educations: [
      {
        schoolName: 'Technical University of Almada',
        degree: 'BSc',
        field: 'Mechanical engineering',
        start: { year: since - 9, month: null },
        end: { year: since - 5, month: null },
      },
    ],
    distance: 'DISTANCE_2',
    degree: 2,
  };
}

function position(
  title: string,
  companyName: string,
  location: string,
  years: { from: number; to: number | null },
) {
  return {
    title,
    companyName,
    companyUrn: null,
    location,
    description: null,
    start: { year: years.from, month: 3 },
    end: years.to === null ? null : { year: years.to, month: 2 },
  };
}

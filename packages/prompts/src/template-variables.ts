import type { Profile } from '@fairlead/shared/domain/profile';

/** What a name of a template stands for: a text or number, a list, or something with fields. */
export type Shape =
  | { kind: 'plain'; about: string; isSometimesEmpty: boolean }
  | { kind: 'list'; about: string; of: Fields; isSometimesEmpty: true }
  | { kind: 'fields'; about: string; fields: Fields };
export type Fields = Readonly<Record<string, Shape>>;

const plain = (about: string): Shape => ({ kind: 'plain', about, isSometimesEmpty: false });
const maybe = (about: string): Shape => ({ kind: 'plain', about, isSometimesEmpty: true });

const POSITION = {
  title: maybe('Title'),
  companyName: maybe('Company'),
  location: maybe('Place'),
  description: maybe('What they wrote about it'),
  startYear: maybe('Year it began'),
  endYear: maybe('Year it ended; empty while it lasts'),
} as const satisfies Fields;

const EDUCATION = {
  schoolName: maybe('School'),
  degree: maybe('Degree'),
  field: maybe('Field of study'),
  startYear: maybe('Year it began'),
  endYear: maybe('Year it ended'),
} as const satisfies Fields;

/** Every name a follow-up template may use. docs/templates.md lists them; a test compares. */
export const TEMPLATE_VARIABLES = {
  profile: {
    kind: 'fields',
    about: 'The person',
    fields: {
      firstName: plain('First name'),
      lastName: plain('Last name'),
      fullName: plain('Both'),
      headline: maybe('The line below the name'),
      summary: maybe('What they wrote about themselves'),
      locationName: maybe('Place'),
      countryCode: maybe('Two letters, lower case'),
      industry: maybe('Industry'),
      positions: { kind: 'list', about: 'Jobs, newest first', of: POSITION, isSometimesEmpty: true },
      educations: { kind: 'list', about: 'Schools, newest first', of: EDUCATION, isSometimesEmpty: true },
    },
  },
  position: { kind: 'fields', about: 'The present or latest job', fields: POSITION },
  education: { kind: 'fields', about: 'The latest school', fields: EDUCATION },
  product: plain('The product docs of the campaign'),
} as const satisfies Fields;

type Row<F extends Fields> = Record<keyof F, string | number | null>;
type Position = Row<typeof POSITION>;
type Education = Row<typeof EDUCATION>;

const NO_POSITION: Position = {
  title: null,
  companyName: null,
  location: null,
  description: null,
  startYear: null,
  endYear: null,
};
const NO_EDUCATION: Education = {
  schoolName: null,
  degree: null,
  field: null,
  startYear: null,
  endYear: null,
};

/** The values of those names for one person. What is not known is null, which renders as nothing. */
export function templateValues(profile: Profile, product: string) {
  const positions = profile.positions.map(
    ({ title, companyName, location, description, start, end }): Position => ({
      ...{ title, companyName, location, description },
      ...{ startYear: start?.year ?? null, endYear: end?.year ?? null },
    }),
  );
  const educations = profile.educations.map(
    ({ schoolName, degree, field, start, end }): Education => ({
      ...{ schoolName, degree, field },
      ...{ startYear: start?.year ?? null, endYear: end?.year ?? null },
    }),
  );
  const { firstName, lastName, fullName, headline, summary, locationName, countryCode, industry } = profile;
  return {
    profile: {
      ...{ firstName, lastName, fullName, headline, summary, locationName, countryCode, industry },
      ...{ positions, educations },
    },
    position: positions[0] ?? NO_POSITION,
    education: educations[0] ?? NO_EDUCATION,
    product,
  };
}

export interface VariableRow {
  name: string;
  about: string;
  isSometimesEmpty: boolean;
}

/** The names as an operator writes them, `profile.positions[].title` for the fields of a list's items. */
export function variableRows(fields: Fields = TEMPLATE_VARIABLES, prefix = ''): VariableRow[] {
  return Object.entries(fields).flatMap(([name, shape]) => {
    const path = `${prefix}${name}`;
    if (shape.kind === 'fields') return variableRows(shape.fields, `${path}.`);
    const row = { name: path, about: shape.about, isSometimesEmpty: shape.isSometimesEmpty };
    return shape.kind === 'list' ? [row, ...variableRows(shape.of, `${path}[].`)] : [row];
  });
}

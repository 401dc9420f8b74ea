import type { Database } from '@fairlead/db/database';
import { type Position, type Profile, profileText } from '@fairlead/shared/domain/profile';
import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  emptyTables,
  type MigratedDatabase,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { inventedPosition } from '@fairlead/testing/people';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { areBuilt, buildModels } from './build.ts';
import { checkModels } from './checks.ts';
import { type Model, readModels } from './models.ts';

const SCHEMA = 'analytics_models_test';
const INVITED = new Date('2026-03-02T09:00:00Z');

let database: MigratedDatabase;
let db: Database;
let models: readonly Model[];
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  database = await openMigratedDatabase('analytics');
  ({ db } = database);
  models = await readModels();
  await buildModels(db, models, SCHEMA);
});
beforeEach(async () => {
  await emptyTables(database);
  accountId = await addAccount(db);
  campaignId = await addCampaign(db, [accountId]);
});
afterAll(async () => {
  await sql`drop schema if exists ${sql.id(SCHEMA)} cascade`.execute(db);
  await database.drop();
});

type Row = Record<string, unknown>;

const trainingSet = async (): Promise<Row[]> =>
  (await sql<Row>`select * from ${sql.id(SCHEMA, 'ml_connection_accepted')} order by deal_id`.execute(db))
    .rows;

/** The features of somebody with this profile who was invited on 2 March 2026. */
async function featuresOf(overrides: Partial<Profile>): Promise<Row> {
  await addDeal(db, {
    campaignId,
    accountId,
    state: 'PENDING',
    at: INVITED,
    lead: await addLead(db, { positions: [inventedPosition(1)], ...overrides }),
  });
  const [row] = (await trainingSet()).slice(-1);
  if (!row) throw new Error('The deal is not in the training set.');
  return row;
}

const month = (year: number, of: number | null = null): { year: number; month: number | null } => ({
  year,
  month: of,
});
const job = (overrides: Partial<Position>): Position =>
  inventedPosition(1, { location: null, companyUrn: null, start: null, end: null, ...overrides });

describe('the 24 features, counted by hand', () => {
  test('a full profile', async () => {
    const row = await featuresOf({
      headline: 'Fleet lead', // 10
      summary: 'I keep vans moving.', // 19
      industry: 'Logistics',
      geoUrn: 'urn:li:fsd_geo:1',
      locationName: 'Porto',
      degree: 3,
      positions: [
        // April 2024 until now: 24 months, March 2026 counted.
        job({
          title: 'Lead',
          companyName: 'Karsund',
          companyUrn: 'urn:k',
          location: 'Porto',
          description: 'Vans.',
          start: month(2024, 4),
        }),
        // January 2020 to December 2023: 48 months.
        job({
          title: 'Planner',
          companyName: 'Pellar',
          location: 'porto',
          start: month(2020, 1),
          end: month(2023, 12),
        }),
        // July 2019 to June 2020, 12 months, of which six are in the one before.
        job({
          title: 'Driver',
          companyName: 'pellar',
          location: 'Braga',
          description: 'Night tours.',
          start: month(2019, 7),
          end: month(2020, 6),
        }),
      ],
      educations: [
        { schoolName: 'A', degree: 'BSc', field: null, start: null, end: null },
        { schoolName: 'B', degree: 'MSc', field: 'Transport', start: null, end: null },
      ],
    });
    expect(row).toMatchObject({
      accepted: false,
      is_settled: false,
      connection_degree: 3,
      num_positions: 3,
      num_educations: 2,
      has_summary: true,
      headline_length: 10,
      summary_length: 19,
      has_industry: true,
      has_geo: true,
      has_location: true,
      has_company: true,
      // Karsund, and Pellar in two spellings.
      num_distinct_companies: 2,
      positions_with_description_ratio: 2 / 3,
      num_position_locations: 2,
      total_description_length: 17,
      has_position_descriptions: true,
      is_currently_employed: true,
      avg_title_length: (4 + 7 + 6) / 3,
      // July 2019 to December 2023 is 54 months, and 24 since.
      years_experience: 78 / 12,
      current_position_tenure_months: 24,
      avg_position_tenure_months: (24 + 48 + 12) / 3,
      longest_tenure_months: 48,
      has_education_degree: true,
      has_field_of_study: true,
      has_multiple_degrees: true,
    });
  });

  test('an empty profile: counts are 0, what cannot be known is null', async () => {
    // Nobody without a position is promoted, so the profile was emptied afterwards.
    await featuresOf({});
    await sql`update lead set profile = profile || ${JSON.stringify({
      headline: null,
      summary: null,
      locationName: null,
      geoUrn: null,
      industry: null,
      degree: null,
      positions: [],
      educations: [],
    })}::jsonb`.execute(db);
    expect((await trainingSet())[0]).toMatchObject({
      connection_degree: null,
      num_positions: 0,
      num_educations: 0,
      has_summary: false,
      headline_length: 0,
      summary_length: 0,
      has_industry: false,
      has_geo: false,
      has_location: false,
      has_company: false,
      num_distinct_companies: 0,
      positions_with_description_ratio: 0,
      num_position_locations: 0,
      total_description_length: 0,
      has_position_descriptions: false,
      is_currently_employed: false,
      avg_title_length: null,
      years_experience: null,
      current_position_tenure_months: null,
      avg_position_tenure_months: null,
      longest_tenure_months: null,
      has_education_degree: false,
      has_field_of_study: false,
      has_multiple_degrees: false,
      profile_text: '',
    });
  });

  test.each<[string, Partial<Position>[], Row]>([
    [
      'no dates',
      [{}],
      { years_experience: null, is_currently_employed: false, current_position_tenure_months: null },
    ],
    // January 2018 until March 2026.
    [
      'a start without a month',
      [{ start: month(2018) }],
      { longest_tenure_months: 99, is_currently_employed: true },
    ],
    [
      'years alone',
      [{ start: month(2018), end: month(2020) }],
      { longest_tenure_months: 24, years_experience: 2 },
    ],
    ['one year alone', [{ start: month(2019), end: month(2019) }], { longest_tenure_months: 1 }],
    ['one month', [{ start: month(2019, 5), end: month(2019, 5) }], { longest_tenure_months: 1 }],
    [
      'an end before its start',
      [{ start: month(2021, 5), end: month(2020, 1) }],
      { longest_tenure_months: null, years_experience: null, is_currently_employed: false },
    ],
    [
      'an end alone',
      [{ end: month(2020, 1) }],
      { longest_tenure_months: null, is_currently_employed: false },
    ],
    [
      'a start after the invitation',
      [{ start: month(2026, 4) }],
      { longest_tenure_months: null, is_currently_employed: false },
    ],
    [
      'an end after the invitation',
      [{ start: month(2026, 1), end: month(2027, 1) }],
      { longest_tenure_months: 3, is_currently_employed: true, current_position_tenure_months: 3 },
    ],
    [
      'two jobs at once',
      [{ start: month(2025, 3) }, { start: month(2024, 3) }],
      // The last begun is the current one; a month counts once.
      { current_position_tenure_months: 13, longest_tenure_months: 25, years_experience: 25 / 12 },
    ],
    [
      'a gap',
      [
        { start: month(2022, 1), end: month(2022, 12) },
        { start: month(2020, 1), end: month(2020, 12) },
      ],
      { years_experience: 2, avg_position_tenure_months: 12, is_currently_employed: false },
    ],
    ['no titles and no employers', [{ title: null, companyName: 'X' }], { avg_title_length: null }],
  ])('positions with %s', async (_, positions, expected) => {
    expect(await featuresOf({ positions: positions.map(job) })).toMatchObject(expected);
  });

  test('one degree is not several', async () => {
    const educations = [
      { schoolName: 'A', degree: 'BSc', field: null, start: null, end: null },
      { schoolName: 'B', degree: null, field: null, start: null, end: null },
    ];
    expect(await featuresOf({ educations })).toMatchObject({
      has_education_degree: true,
      has_field_of_study: false,
      has_multiple_degrees: false,
    });
  });
});

describe('the rows', () => {
  test('deals that reached PENDING, with what became of them', async () => {
    for (const state of ['NEW', 'PENDING', 'CONNECTED', 'COMPLETED', 'FAILED'] as const)
      await addDeal(db, { campaignId, accountId, state, at: INVITED });
    const { rows: deals } = await sql<{ pending: boolean }>`
      select pending_at is not null as pending from deal order by id`.execute(db);
    const rows = await trainingSet();
    expect(rows).toHaveLength(deals.filter(({ pending }) => pending).length);
    expect(rows.slice(0, 3).map(({ accepted, is_settled }) => [accepted, is_settled])).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
  });

  test('the text is the one that is embedded', async () => {
    const words = fc.option(fc.stringMatching(/^[A-Za-zÀ-ÿ0-9 ,.'-]{0,12}$/), { nil: null });
    const profile = fc.record({
      headline: words,
      summary: words,
      locationName: words,
      industry: words,
      positions: fc.array(
        fc.record({ title: words, companyName: words, location: words, description: words }),
        {
          maxLength: 3,
        },
      ),
      educations: fc.array(fc.record({ schoolName: words, degree: words, field: words }), { maxLength: 2 }),
    });
    await featuresOf({});
    await fc.assert(
      fc.asyncProperty(profile, async (overrides) => {
        await sql`update lead set profile = profile || ${JSON.stringify(overrides)}::jsonb`.execute(db);
        const [row] = await trainingSet();
        expect(row?.profile_text).toBe(profileText(overrides as Profile));
      }),
      { numRuns: 50 },
    );
  });
});

describe('schema tests', () => {
  test('hold on a database with something in every model', async () => {
    await featuresOf({
      educations: [{ schoolName: 'A', degree: null, field: null, start: null, end: null }],
    });
    const results = await checkModels(db, models, SCHEMA);
    expect(results.filter(({ failures }) => failures > 0)).toEqual([]);
    expect(results.length).toBeGreaterThan(60);
    expect(await areBuilt(db, models, SCHEMA)).toBe(true);
    expect(await areBuilt(db, models, 'analytics_nowhere')).toBe(false);
  });

  test('find what breaks them, with the number of rows', async () => {
    const broken: Model = {
      name: 'broken',
      description: 'Rows that break every rule.',
      columns: [
        {
          name: 'id',
          type: 'integer',
          about: 'a',
          tests: ['unique', 'not_null', { references: 'stg_leads.lead_id' }],
        },
        { name: 'word', type: 'text', about: 'b', tests: [{ accepted_values: ['a'] }] },
        { name: 'share', type: 'double precision', about: 'c', tests: [{ between: [0, 1] }] },
        { name: 'gone', type: 'text', about: 'd', tests: [] },
      ],
      sql: `select * from (values (1, 'a', 0.5), (1, 'b', 2), (null, null, null)) as rows (id, word, share)`,
    };
    const schema = `${SCHEMA}_broken`;
    await buildModels(db, [...models, broken], schema);
    try {
      const results = (await checkModels(db, [...models, broken], schema)).filter(
        ({ failures }) => failures > 0,
      );
      expect(results).toEqual([
        // `share` is numeric, and `gone` is not there.
        { name: 'broken columns', failures: 2 },
        { name: 'broken.id unique', failures: 1 },
        { name: 'broken.id not_null', failures: 1 },
        { name: 'broken.id references', failures: 2 },
        { name: 'broken.word accepted_values', failures: 1 },
        { name: 'broken.share between', failures: 1 },
      ]);
    } finally {
      await sql`drop schema ${sql.id(schema)} cascade`.execute(db);
    }
  });
});

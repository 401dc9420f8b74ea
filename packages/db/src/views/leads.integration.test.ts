import { seededRandom } from '@fairlead/shared/runtime/random';
import {
  addCampaign,
  addLead,
  addUrlOnlyLead,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database.ts';
import { closeLead } from '../repositories/leads.ts';
import { recordVerdict } from '../repositories/verdicts.ts';
import { LEAD_SORTS } from './lead-order.ts';
import type { LeadQuery, SearchEffort } from './lead-page.ts';
import { type LeadRow, listLeads } from './leads.ts';

const PEOPLE = 60;
const NAMES = ['Ana Berg', 'ana berg', 'Østen Ås', 'Zoë O’Brien', 'Бо Ли', "Robert'); drop table lead;--"];
const COMPANIES = ['Nordhav Wind', 'Kestrel & Sons', null];

let database: MigratedDatabase;
let db: Database;
let campaigns: number[];

beforeAll(async () => {
  database = await openMigratedDatabase('views leads');
  db = database.db;
  campaigns = [await addCampaign(db), await addCampaign(db)];
  const random = seededRandom('leads');
  for (let i = 0; i < PEOPLE; i++) await addSomebody(i, Math.floor(random.next() * 4));
  // Names, readings and dates that are equal are told apart by the id.
  await sql`update lead set enriched_at = ${NOW}::timestamptz + make_interval(secs => id % 5 * 0.0001)
    where enriched_at is not null`.execute(db);
});
afterAll(() => database.drop());

async function addSomebody(i: number, kind: number): Promise<void> {
  if (kind === 0) {
    const leadId = await addUrlOnlyLead(db, i % 2 === 0 ? `bare-${i}` : `bare_${i}`);
    if (i % 3 === 0) await closeLead(db, leadId, 'inaccessible');
    return;
  }
  const companyName = COMPANIES[i % COMPANIES.length] ?? null;
  const position = { title: 'Head of Ops', companyName, companyUrn: null, location: null, description: null };
  const { leadId } = await addLead(db, {
    fullName: NAMES[i % NAMES.length] ?? '',
    headline: i % 4 === 0 ? 'Wind-park manager' : 'Engineer, 2nd shift',
    countryCode: i % 2 === 0 ? 'PT' : null,
    positions: [{ ...position, start: null, end: null }],
  });
  for (const [place, campaignId] of campaigns.entries()) {
    if ((i + place) % 3 === 0) continue;
    const source = i % 2 === 0 ? 'llm' : 'human';
    const verdict = {
      qualified: i % 4 < 2,
      reason: 'r',
      source,
      modelVersion: null,
      confidence: null,
    } as const;
    await db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW));
  }
}

/** Every page from the first on, or back from one behind the last. */
async function walk(query: Omit<LeadQuery, 'limit' | 'from'>, limit: number, effort?: SearchEffort) {
  const forth: LeadRow[] = [];
  const back: LeadRow[] = [];
  let page = await listLeads(db, { ...query, limit }, effort);
  expect(page.previous).toBeNull();
  for (; ; page = await listLeads(db, { ...query, limit, from: page.next }, effort)) {
    forth.push(...page.rows);
    if (!page.next) break;
  }
  back.unshift(...page.rows);
  while (page.previous) {
    page = await listLeads(db, { ...query, limit, from: page.previous }, effort);
    back.unshift(...page.rows);
  }
  return { forth: forth.map(({ id }) => id), back: back.map(({ id }) => id) };
}

/** The same, told row by row from everything there is. */
async function expected({ sort, ...filter }: Omit<LeadQuery, 'limit' | 'from'>): Promise<number[]> {
  const order = {
    newest: sql`id desc`,
    oldest: sql`id`,
    name: sql`lower(left(coalesce(nullif(full_name, ''), public_id), 200)), id`,
    read: sql`enriched_at desc, id desc`,
  }[sort];
  const { rows } = await sql<{
    id: number;
    state: string;
    fullName: string | null;
    slug: string;
    headline: string | null;
    company: string | null;
    country: string | null;
    isRead: boolean;
    verdicts: { campaign: number; qualified: boolean; source: string }[];
  }>`
    select id, state, full_name as "fullName", public_id as slug, headline, company, country, enriched_at is not null as "isRead",
      coalesce((select json_agg(json_build_object('campaign', campaign_id, 'qualified', qualified, 'source', source))
        from verdict where lead_id = lead.id), '[]') as verdicts
    from lead order by ${order}`.execute(db);
  const { state, text, campaignId, verdict, source, country, hasCompany } = filter;
  return rows
    .filter((row) => sort !== 'read' || row.isRead)
    .filter((row) => state === undefined || row.state === state)
    .filter(({ fullName, slug, headline, company: at }) => {
      const words = `${fullName} ${slug} ${headline} ${at}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
      return text === undefined || words.some((word) => word.startsWith(text));
    })
    .filter((row) => country === undefined || row.country === country)
    .filter((row) => hasCompany === undefined || (row.company !== null) === hasCompany)
    .filter((row) => {
      if (campaignId === undefined && verdict === undefined && source === undefined) return true;
      const found = row.verdicts.some(
        (one) =>
          (campaignId === undefined || one.campaign === campaignId) &&
          (verdict === undefined || verdict === 'none' || one.qualified === (verdict === 'yes')) &&
          (source === undefined || one.source === source),
      );
      return found === (verdict !== 'none');
    })
    .map(({ id }) => id);
}

const someFilter = fc.record(
  {
    state: fc.constantFrom('url-only', 'enriched', 'disqualified'),
    text: fc.constantFrom('ana', 'berg', 'wind', 'bare', 'ås', 'бо', 'nobody'),
    campaignId: fc.constantFrom(1, 2),
    verdict: fc.constantFrom('yes', 'no', 'none'),
    source: fc.constantFrom('llm', 'human'),
    country: fc.constant('pt'),
    hasCompany: fc.boolean(),
  } as const,
  { requiredKeys: [] },
);
const NEVER = { rows: -1, cost: -1 };
const someEffort = fc.constantFrom(
  undefined,
  { window: 7, scatteredWindow: 7, few: NEVER, tryForMs: 0 },
  { window: 5, scatteredWindow: 5, few: NEVER, tryForMs: 10_000 },
  { window: 10_000, scatteredWindow: 10_000, few: NEVER, tryForMs: 0 },
);

test('whatever the order, the filter and the effort: every row exactly once, there and back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...LEAD_SORTS),
      someFilter,
      fc.integer({ min: 3, max: 20 }),
      someEffort,
      async (sort, { campaignId, ...filter }, limit, effort) => {
        const query = {
          sort,
          ...filter,
          ...(campaignId ? { campaignId: campaigns[campaignId - 1] ?? 0 } : {}),
        };
        const ids = await expected(query);
        const { forth, back } = await walk(query, limit, effort);
        expect(forth).toEqual(ids);
        expect(back).toEqual(ids);
      },
    ),
    { numRuns: 60, seed: 8 },
  );
});

describe('a text', () => {
  const found = async (text: string) =>
    (await listLeads(db, { sort: 'newest', text, limit: 100 })).rows.length;

  test('finds words, all of them, and the beginning of the last, whatever the case', async () => {
    expect(await found('ANA')).toBeGreaterThan(0);
    expect(await found('ana be')).toBe(await found('ana'));
    expect(await found('berg manager')).toBeLessThan(await found('berg'));
    expect(await found('nordhav')).toBeGreaterThan(0);
    expect(await found('ordhav')).toBe(0);
    expect(await found('an berg')).toBe(0);
  });

  test('takes signs for spaces, in what is looked for and in what is found', async () => {
    expect(await found('wind park')).toBe(await found('Wind-Park'));
    expect(await found("o'brien")).toBe(await found('O’Brien'));
    expect(await found('bare_')).toBe(await found('bare'));
  });

  test.each(['%', "'", "a' | 'b", ':*', '\\', '!wind', '(wind', "'); drop table lead;--", '\u0001'])(
    '%j is no query of its own',
    async (text) => {
      expect(await found(text)).toBeGreaterThanOrEqual(0);
      expect(await found('wind')).toBeGreaterThan(0);
    },
  );
});

test('a profile as long as strangers like to write is stored, found and sorted', async () => {
  const long = 'Lång '.repeat(5_000);
  const { leadId } = await addLead(db, {
    fullName: long,
    headline: 'x'.repeat(50_000),
    countryCode: 'pt'.repeat(50),
  });
  const { rows } = await listLeads(db, { sort: 'name', text: 'lång', limit: 10 });
  expect(rows.map(({ id }) => id)).toEqual([leadId]);
});

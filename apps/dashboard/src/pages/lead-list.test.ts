import type { LeadPage } from '@fairlead/db/views/leads';
import { expect, test } from 'vitest';
import { howMany, LeadListQuery, leadQuery, neighbours, readViewQuery, viewQuery } from './lead-list.ts';

const page = (given: Partial<LeadPage>): LeadPage => ({
  rows: [],
  next: null,
  previous: null,
  partial: false,
  guess: null,
  ...given,
});
const place = { direction: 'on', key: 'ana & berg', id: 7 } as const;

test('a view is written as it was read, without its place', () => {
  const query = LeadListQuery.parse({
    q: 'a&b',
    verdict: 'none',
    campaign: '3',
    country: 'PT',
    company: 'no',
  });
  expect(viewQuery(query)).toBe('q=a%26b&campaign=3&verdict=none&country=pt&company=no');
  expect(leadQuery(query, 9)).toEqual({
    sort: 'newest',
    limit: 9,
    text: 'a&b',
    campaignId: 3,
    verdict: 'none',
    country: 'pt',
    hasCompany: false,
  });
});

test('a neighbouring page keeps the view', () => {
  const { nextPath, previousPath } = neighbours(LeadListQuery.parse({ sort: 'name' }), page({ next: place }));
  expect(previousPath).toBeNull();
  const on = new URL(nextPath ?? '', 'https://site.example').searchParams;
  expect(LeadListQuery.parse(Object.fromEntries(on))).toMatchObject({
    sort: 'name',
    on: { key: 'ana & berg', id: 7 },
  });
});

test.each([
  ['q=x&sort=name', 'q=x&sort=name'],
  ['q=&state=enriched', 'state=enriched'],
  ['state=nonsense', ''],
  ['on=x&evil=1', ''],
  ['https://evil.example', ''],
])('the saved view %j becomes %j', (given, kept) => {
  expect(readViewQuery(given)).toBe(kept);
});

test.each([
  [page({}), '0 people'],
  [page({ next: place }), '1,000 people'],
  [page({ next: place, guess: 58_432 }), 'about 58,000 people'],
  [page({ next: place, guess: 0 }), 'more than 0 people'],
])('says how many', (given, words) => {
  expect(howMany(given, 1_000)).toBe(words);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, seedDatabase } from '../../test/seed.ts';

let dashboard: TestDashboard;
let client: Client;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard leads');
  await addUser(dashboard.db, 'viewer', 'viewer', NOW);
  await seedDatabase(dashboard.db, 120, NOW);
  client = createClient(dashboard.url);
  await client.signIn('viewer');
});
afterAll(() => dashboard.stop());

const idsOn = (body: string): number[] =>
  [...body.matchAll(/class="row-link" href="\/leads\/(\d+)"/g)].map((match) => Number(match[1]));
const linkTo = (rel: 'next' | 'prev', body: string): string | undefined =>
  new RegExp(`href="([^"]+)" rel="${rel}"`).exec(body)?.[1]?.replaceAll('&amp;', '&');

test('pages through everybody, newest first, and back', async () => {
  const first = await client.get('/leads');
  const second = await client.get(linkTo('next', first.body) ?? '');
  const third = await client.get(linkTo('next', second.body) ?? '');
  const all = [first, second, third].flatMap(({ body }) => idsOn(body));
  expect(all).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i));
  expect(linkTo('prev', first.body)).toBeUndefined();
  expect(linkTo('next', third.body)).toBeUndefined();
  const back = await client.get(linkTo('prev', third.body) ?? '');
  expect(idsOn(back.body)).toEqual(idsOn(second.body));
});

test('filters by state and text, and keeps the filter while paging', async () => {
  const { body } = await client.get('/leads?state=disqualified&q=MANAGER');
  expect(idsOn(body).length).toBeGreaterThan(3);
  const rows = body.split('<tr>').slice(2);
  for (const row of rows) {
    expect(row).toContain('Disqualified');
    expect(row.toLowerCase()).toContain('manager');
  }
  expect(body).toContain('<option value="disqualified" selected>');
  const next = linkTo('next', (await client.get('/leads?q=person-')).body);
  expect(next).toMatch(/^\/leads\?older=\d+&q=person-$/);
});

test('a percent sign is a percent sign', async () => {
  const { body } = await client.get('/leads?q=%25');
  expect(idsOn(body)).toEqual([]);
  expect(body).toContain('Nobody matches.');
});

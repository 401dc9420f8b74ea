import { addLead } from '@fairlead/testing/builders';
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
  expect(first.body).toContain('<p class="page-meta">120 people</p>');
  const back = await client.get(linkTo('prev', third.body) ?? '');
  expect(idsOn(back.body)).toEqual(idsOn(second.body));
});

test('filters and keeps the filter while paging', async () => {
  const { body } = await client.get('/leads?state=disqualified&q=MANAGER&campaign=1&verdict=no&source=llm');
  expect(idsOn(body).length).toBeGreaterThan(3);
  const rows = body.split('<tr>').slice(2);
  for (const row of rows) {
    expect(row).toContain('Disqualified');
    expect(row.toLowerCase()).toContain('manager');
    expect(row).toContain('No:');
  }
  expect(body).toContain('<option value="disqualified" selected>');
  expect(body).toContain(`<p class="page-meta">${idsOn(body).length} people</p>`);
  const next = linkTo('next', (await client.get('/leads?q=person-&country=')).body);
  expect(next).toMatch(/^\/leads\?q=person-&on=[\w-]+$/);
});

test('orders by name and by when people were read', async () => {
  const names = (body: string): string[] =>
    [...body.matchAll(/class="row-link" href="[^"]+">([^<]+)</g)].map((match) =>
      (match[1] ?? '').toLowerCase(),
    );
  const byName = names((await client.get('/leads?sort=name&q=almeida')).body);
  expect(byName.length).toBeGreaterThan(1);
  expect(byName).toEqual([...byName].sort());
  const read = (await client.get('/leads?sort=read')).body;
  expect(read).toContain('<option value="read" selected>');
});

test('a text of signs alone matches nobody', async () => {
  const { body } = await client.get('/leads?q=%25');
  expect(idsOn(body)).toEqual([]);
  expect(body).toContain('Nobody matches.');
});

test('the whole view is exported, page by page, with formulas made harmless', async () => {
  const { headers, body } = await client.get('/leads.csv?q=almeida&sort=name');
  expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('Content-Disposition')).toBe('attachment; filename=leads-2026-03-02.csv');
  const lines = body.trim().split('\n');
  expect(lines[0]).toMatch(/^id,address,name,headline,company/);
  expect(lines.length - 1).toBe(idsOn((await client.get('/leads?q=almeida')).body).length);
  const { leadId } = await addLead(dashboard.db, {
    publicId: 'formula',
    fullName: '=HYPERLINK("https://evil.example")',
    headline: '@SUM(1)',
  });
  const formula = (await client.get('/leads.csv?q=hyperlink')).body;
  expect(formula).toContain(`\n${leadId},formula,`);
  expect(formula).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  expect(formula).toContain(`'@SUM(1)`);
  await dashboard.db.deleteFrom('lead').where('id', '=', leadId).execute();
});

test('viewers neither tick nor save', async () => {
  const { body } = await client.get('/leads');
  expect(body).not.toContain('action="/leads/bulk"');
  expect(body).not.toContain('action="/leads/views"');
  expect((await client.post('/leads/bulk', { act: 'approve', campaign: '1', lead: '1' })).status).toBe(403);
  expect((await client.post('/leads/views', { name: 'Mine', view: '' })).status).toBe(403);
});

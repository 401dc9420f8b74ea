import { similarLeads } from '@fairlead/db/views/similar-leads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, type Seeded, seedDatabase } from '../../test/seed.ts';

let dashboard: TestDashboard;
let client: Client;
let seeded: Seeded;
/** Somebody who was written to, and their deal. */
let written: { leadId: number; dealId: number };

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard tables');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  seeded = await seedDatabase(dashboard.db, 40, NOW);
  written = await dashboard.db
    .selectFrom('deal')
    .select(['id as dealId', 'lead_id as leadId'])
    .where('state', '=', 'COMPLETED')
    .executeTakeFirstOrThrow();
  client = createClient(dashboard.url);
  await client.signIn('owner');
});
afterAll(() => dashboard.stop());

const pageOf = async (path: string): Promise<string> => (await client.get(path)).body;
const ofPerson = (): Promise<string> => pageOf(`/leads/${written.leadId}`);
const ofCampaign = (tab: string): Promise<string> => pageOf(`/campaigns/${seeded.campaignId}${tab}`);
const dealOf = () =>
  dashboard.db
    .selectFrom('deal')
    .where('deal.id', '=', written.dealId)
    .innerJoin('contact', 'contact.id', 'contact_id');

/** What a row of each table says, and the page that must say it. */
const SHOWN: Readonly<Record<string, [text: () => Promise<string>, page: () => Promise<string>]>> = {
  campaign: [async () => 'Wind parks', () => pageOf('/campaigns')],
  account: [async () => 'mara-lindqvist', () => pageOf('/accounts')],
  'search keyword': [async () => 'blade inspection coordinator', () => ofCampaign('/keywords')],
  lead: [
    async () =>
      (
        await dashboard.db
          .selectFrom('lead')
          .select('public_id')
          .where('id', '=', written.leadId)
          .executeTakeFirstOrThrow()
      ).public_id,
    ofPerson,
  ],
  contact: [
    async () => (await dealOf().select('contact.first_name as text').executeTakeFirstOrThrow()).text,
    ofPerson,
  ],
  company: [
    async () =>
      (
        await dealOf()
          .innerJoin('company', 'company.id', 'deal.company_id')
          .select('company.name as text')
          .executeTakeFirstOrThrow()
      ).text,
    () => pageOf('/deals?state=COMPLETED'),
  ],
  deal: [async () => 'Completed', ofPerson],
  'deal stage': [async () => 'Connected → Completed', ofPerson],
  message: [async () => 'Thank you for connecting.', ofPerson],
  embedding: [
    async () => {
      const [nearest] = await similarLeads(dashboard.db, written.leadId, 1);
      return nearest ? `href="/leads/${nearest.id}">${nearest.name}` : '';
    },
    ofPerson,
  ],
  verdict: [
    async () =>
      (
        await dashboard.db
          .selectFrom('verdict')
          .select('reason')
          .where('lead_id', '=', written.leadId)
          .executeTakeFirstOrThrow()
      ).reason,
    ofPerson,
  ],
  'model snapshot': [async () => 'classic-41', () => ofCampaign('/model')],
  'ledger of acts': [async () => 'Invitation: done', ofPerson],
  user: [async () => 'owner', () => pageOf('/settings/users')],
};

test.each(Object.entries(SHOWN))('a row of the table %s is on a page', async (_table, [text, page]) => {
  const said = await text();
  expect(said).not.toBe('');
  expect(await page()).toContain(said);
});

test('the raw profile is there to look at, as it came, and only behind the login', async () => {
  const path = `/leads/${written.leadId}/raw`;
  expect(await ofPerson()).toContain(`href="${path}"`);
  const hostile = { included: ['<script>alert(1)</script>'] };
  await dashboard.db
    .updateTable('lead_raw_profile')
    .set({ raw: JSON.stringify(hostile) })
    .where('lead_id', '=', written.leadId)
    .execute();
  const { status, body, headers } = await client.get(path);
  expect([status, JSON.parse(body)]).toEqual([200, hostile]);
  expect(headers.get('Content-Type')).toContain('application/json');
  expect(headers.get('Content-Disposition')).toBe(`attachment; filename=lead-${written.leadId}.json`);
  expect((await createClient(dashboard.url).get(path)).status).toBe(303);

  const unread = await dashboard.db
    .selectFrom('lead')
    .select('id')
    .where('state', '=', 'url-only')
    .executeTakeFirstOrThrow();
  for (const id of [unread.id, 999_999, 'x']) expect((await client.get(`/leads/${id}/raw`)).status).toBe(404);
});

import { upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { addKeywords, recordKeywordCall } from '@fairlead/db/repositories/keywords';
import { holdFollowUp } from '@fairlead/db/repositories/messages';
import { saveModel } from '@fairlead/db/repositories/models';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { inventProfile } from '../../test/people.ts';
import { addPerson } from '../../test/person-life.ts';
import { addUser, type Seeded, seedDatabase } from '../../test/seed.ts';

const HOSTILE = `<script>alert("x")</script>'{{ user.name }}{% raw %}`;

let dashboard: TestDashboard;
let client: Client;
let seeded: Seeded;
let hostileLead: number;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard pages');
  const { db } = dashboard;
  await addUser(db, 'owner', 'owner', NOW);
  seeded = await seedDatabase(db, 40, NOW);
  const random = seededRandom('hostile');
  const profile = inventProfile(random, 1_000);
  const [position] = profile.positions;
  const world = { db, random, now: NOW, history: [], ...seeded };
  const hostile = {
    ...profile,
    publicId: `slug-${HOSTILE}`,
    firstName: HOSTILE,
    fullName: `${HOSTILE} ${HOSTILE}`,
    headline: HOSTILE,
    summary: HOSTILE,
    locationName: HOSTILE,
    positions: position ? [{ ...position, companyName: HOSTILE, title: HOSTILE, description: HOSTILE }] : [],
  };
  hostileLead = await addPerson(world, hostile, HOSTILE);
  await addKeywords(db, seeded.campaignId, [HOSTILE], NOW);
  const texts = { objective: HOSTILE, product_docs: HOSTILE, booking_link: HOSTILE };
  await db.updateTable('campaign').set(texts).where('id', '=', seeded.campaignId).execute();
  const report = { concerns: [{ code: HOSTILE, text: HOSTILE, asks: true }], calibration: [] };
  const fit = {
    strategy: 'bayes',
    embeddingModel: 'm',
    labels: 1,
    state: {},
    options: {},
    auditsSettledTo: null,
  };
  await saveModel(db, seeded.campaignId, { ...fit, version: HOSTILE, report }, NOW);
  await recordEvent(db, { kind: HOSTILE, leadId: hostileLead, detail: HOSTILE }, NOW);
  client = createClient(dashboard.url);
  await client.signIn('owner');
});
afterAll(() => dashboard.stop());

test('every page renders, with hostile text escaped and inert', async () => {
  const paths = [
    '/',
    '/leads',
    '/deals',
    '/deals?state=NEW',
    '/campaigns',
    `/campaigns/${seeded.campaignId}`,
    `/campaigns/${seeded.campaignId}/keywords`,
    `/campaigns/${seeded.campaignId}/model`,
    '/activity',
    `/leads/${hostileLead}`,
  ];
  for (const path of paths) {
    const { status, body } = await client.get(path);
    expect([path, status]).toEqual([path, 200]);
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert(');
    expect(body).toContain('{{ user.name }}');
    expect(body).toContain('not affiliated with');
    expect(body).toContain('Sandbox');
  }
});

test('pages allow nothing from elsewhere and nothing inline', async () => {
  const { headers, body } = await client.get('/');
  const policy = headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('X-Powered-By')).toBeNull();
  expect(body).not.toMatch(/ style="| on[a-z]+="/);
});

test('the overview shows the funnel, the plan, the limits and who is stopped', async () => {
  const { body } = await client.get('/');
  expect(body).toContain('<span class="step-count">41</span>');
  expect(body).toContain('tomas-brandt is stopped');
  expect(body).toContain('a security check wants a code');
  expect(body).toContain('3 new verdicts since the model was fitted');
  expect(body).toContain('Nothing happens while the campaign is paused.');
  expect(body).toMatch(/<strong class="limit-used">\d+<\/strong> of 20/);
  expect(body).toContain('The site says the weekly invitation limit is reached.');
});

test('the campaigns page says which campaign is a partner, and what share of its turns it takes', async () => {
  expect((await client.get('/campaigns')).body).not.toContain('Partner ·');
  const setFraction = (share: number | null) =>
    dashboard.db
      .updateTable('campaign')
      .set({ action_fraction: share })
      .where('id', '=', seeded.campaignId)
      .execute();
  await setFraction(0.3);
  expect((await client.get('/campaigns')).body).toContain('Partner · 30 %');
  await setFraction(null);
});

test('the overview warns of a campaign that finds nobody new, and says what helps', async () => {
  const { db } = dashboard;
  const text = { productDocs: '', objective: 'People', bookingLink: null, followUpTemplate: '' };
  const campaignId = await upsertCampaign(db, { ...text, name: `Barren ${HOSTILE}` }, NOW);
  for (let call = 0; call < 6; call++) await recordKeywordCall(db, campaignId, 0, NOW);
  const { body } = await client.get('/');
  expect(body).toContain('Barren &lt;script&gt;');
  expect(body).toMatch(/finds nobody new[\s\S]*Widen the objective or add keywords/);
  expect(body).not.toContain(HOSTILE);
  await db.deleteFrom('campaign').where('id', '=', campaignId).execute();
});

test('a person’s page tells the whole story', async () => {
  const completed = await dashboard.db
    .selectFrom('deal')
    .select('lead_id as leadId')
    .where('state', '=', 'COMPLETED')
    .executeTakeFirstOrThrow();
  const { body } = await client.get(`/leads/${completed.leadId}`);
  for (const text of [
    'Thank you for connecting.',
    'Technical University of Almada',
    'Connected → Completed',
    'Invitation: done',
    'Follow-up sent',
    'href="https://site.example/in/person-',
    'classic-41',
  ]) {
    expect(body).toContain(text);
  }
});

test('a draft that is held shows why on the person’s page, escaped', async () => {
  const { db } = dashboard;
  const deal = await db
    .selectFrom('deal')
    .select(['id', 'lead_id as leadId'])
    .where('state', '=', 'NEW')
    .executeTakeFirstOrThrow();
  const problems = [{ code: 'placeholder', text: `“${HOSTILE}” is a placeholder.` }];
  await holdFollowUp(db, deal.id, { text: `Dear ${HOSTILE}`, model: 'm', problems }, NOW);
  const { body } = await client.get(`/leads/${deal.leadId}`);
  expect(body).toContain('Held for a human');
  expect(body).toMatch(/<li>“&lt;script&gt;.*is a placeholder\.<\/li>/);
  expect(body).not.toContain(HOSTILE);
  await db.deleteFrom('message').where('deal_id', '=', deal.id).execute();
});

test('the page about a model says whether it decides by itself, and what it has learned', async () => {
  const { body } = await client.get('/campaigns/2/model');
  for (const text of [
    'Model of Offshore logistics',
    'No automatic decision has been checked yet.',
    'Too few answers',
    'The model cannot say yet.',
    'Not fitted yet.',
    'No question has been asked yet.',
  ]) {
    expect(body).toContain(text);
  }
  const { body: settings } = await client.get(`/campaigns/${seeded.campaignId}`);
  expect(settings).toContain(`href="/campaigns/${seeded.campaignId}/model"`);
  expect((await client.get('/campaigns/999999/model')).status).toBe(404);
});

test('what does not exist is not found, in our own look', async () => {
  for (const path of ['/nowhere', '/leads/999999', '/leads/abc', '/leads/0', '/leads/99999999999']) {
    const answer = await client.get(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.body).toContain('Not found');
  }
});

test.each([
  '/leads?state=bad',
  '/leads?on=x',
  '/leads?country=Norway',
  '/leads?sort=luck',
  '/deals?state=OPEN',
  '/deals?campaign=-1',
  '/activity?before=a',
])('refuses %s', async (path) => {
  expect((await client.get(path)).status).toBe(400);
});

test('an unexpected error is logged and not shown', async () => {
  await dashboard.db.schema.alterTable('search_keyword').renameTo('hidden_keyword').execute();
  try {
    const answer = await client.get(`/campaigns/${seeded.campaignId}/keywords`);
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('Something went wrong');
    expect(answer.body).not.toContain('search_keyword');
    expect(dashboard.logged.join('')).toContain('search_keyword');
  } finally {
    await dashboard.db.schema.alterTable('hidden_keyword').renameTo('search_keyword').execute();
  }
});

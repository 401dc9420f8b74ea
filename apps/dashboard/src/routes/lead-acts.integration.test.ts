import { addAccount, addCampaign, addDeal, addLead } from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser } from '../../test/seed.ts';

const HOSTILE = '"><script>alert(1)</script>{{ user.name }}';

let dashboard: TestDashboard;
let owner: Client;
let campaignId: number;
let otherId: number;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard lead acts');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  await addUser(dashboard.db, 'second', 'operator', NOW);
  campaignId = await addCampaign(dashboard.db, [], { name: HOSTILE });
  otherId = await addCampaign(dashboard.db, [], { name: 'Other' });
  owner = createClient(dashboard.url);
  await owner.signIn('owner');
});
afterAll(() => dashboard.stop());

/** Ticks people and presses a button; returns the notice of the next page. */
async function tick(act: string, campaign: number, leads: readonly number[], view = ''): Promise<string> {
  const lead = leads.map(String);
  const answer = await owner.post('/leads/bulk', { act, campaign: `${campaign}`, view, lead });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('Location')).toBe(`/leads?${view}`);
  const { body } = await owner.get('/leads');
  expect(body).not.toContain('<script>alert');
  return /role="status">.*?<\/svg>(.*?)<\/p>/s.exec(body)?.[1]?.trim() ?? '';
}

const current = (leadId: number) =>
  dashboard.db
    .selectFrom('verdict')
    .select(['campaign_id as campaignId', 'qualified', 'source'])
    .where('lead_id', '=', leadId)
    .where('superseded_at', 'is', null)
    .orderBy('campaign_id')
    .execute();
const deals = (leadId: number) =>
  dashboard.db
    .selectFrom('deal')
    .select(['campaign_id as campaignId', 'state'])
    .where('lead_id', '=', leadId)
    .orderBy('campaign_id')
    .execute();

describe('several people at once', () => {
  test('are approved: a human yes and a deal each, whoever was judged before or not', async () => {
    const people = [(await addLead(dashboard.db)).leadId, (await addLead(dashboard.db)).leadId];
    const lonely = (await addLead(dashboard.db, { positions: [] })).leadId;
    const said = await tick('approve', otherId, [...people, lonely], 'state=enriched');
    expect(said).toBe('Other: 2 will be invited; 1 without a company, so without a deal.');
    for (const leadId of people) {
      expect(await current(leadId)).toEqual([{ campaignId: otherId, qualified: true, source: 'human' }]);
      expect(await deals(leadId)).toEqual([{ campaignId: otherId, state: 'NEW' }]);
    }
    expect(await tick('approve', otherId, people)).toBe('Other: 2 decided so before.');
  });

  test('are disqualified: a NEW deal is closed, one under way stays', async () => {
    const { leadId } = await addLead(dashboard.db);
    await tick('approve', otherId, [leadId]);
    const unread = (await addLead(dashboard.db)).leadId;
    expect(await tick('disqualify', otherId, [leadId, unread, 999_999])).toBe(
      'Other: 1 will not be invited; 1 had a deal that is closed; 1 without a profile, left as they are.',
    );
    expect(await deals(leadId)).toEqual([{ campaignId: otherId, state: 'FAILED' }]);
  });

  test('move to another campaign: a no where they were wanted, a yes here', async () => {
    const { leadId } = await addLead(dashboard.db);
    await tick('approve', otherId, [leadId]);
    expect(await tick('reassign', campaignId, [leadId])).toContain('1 will be invited');
    expect(await current(leadId)).toEqual([
      { campaignId, qualified: true, source: 'human' },
      { campaignId: otherId, qualified: false, source: 'human' },
    ]);
    expect(await deals(leadId)).toEqual([
      { campaignId, state: 'NEW' },
      { campaignId: otherId, state: 'FAILED' },
    ]);
  });

  test('do not move once another campaign has invited them', async () => {
    const { leadId } = await addDeal(dashboard.db, {
      campaignId: otherId,
      accountId: await addAccount(dashboard.db),
      state: 'PENDING',
    });
    expect(await tick('reassign', campaignId, [leadId])).toContain('1 under way already, left as they are');
    expect(await deals(leadId)).toEqual([{ campaignId: otherId, state: 'PENDING' }]);
    expect(await current(leadId)).toEqual([]);
  });

  test('nobody ticked is nobody changed, and bad forms are refused', async () => {
    expect(await tick('approve', otherId, [])).toBe('Nobody was ticked.');
    const refused = async (fields: Record<string, string>) =>
      (await owner.post('/leads/bulk', fields)).status;
    expect(await refused({ act: 'erase', campaign: '1', lead: '1' })).toBe(400);
    expect(await refused({ act: 'approve', campaign: '1', lead: 'x' })).toBe(400);
    expect(await refused({ act: 'approve', campaign: '999999', lead: '1' })).toBe(404);
    expect(await refused({ act: 'approve', campaign: '1', lead: '1', _csrf: 'forged' })).toBe(403);
  });
});

describe('a view', () => {
  test('is saved under a name, shown, and stays inert whatever it is called', async () => {
    const answer = await owner.post('/leads/views', { name: HOSTILE, view: 'q=wind&evil=1&on=x&sort=name' });
    expect(answer.headers.get('Location')).toBe('/leads?q=wind&sort=name');
    await owner.post('/leads/views', { name: HOSTILE, view: 'q=wind&sort=name' });
    const { body } = await owner.get('/leads?sort=name&q=wind');
    expect(body).toContain('<a href="/leads?q=wind&amp;sort=name" aria-current="page"');
    expect(body).not.toContain('<script>alert');
    expect(await dashboard.db.selectFrom('saved_view').select('query').execute()).toEqual([
      { query: 'q=wind&sort=name' },
    ]);
  });

  test('is seen by others only when it is shared, and removed only by its owner', async () => {
    await owner.post('/leads/views', { name: 'Ours', view: 'state=promoted', shared: 'yes' });
    const second = createClient(dashboard.url);
    await second.signIn('second');
    const { body } = await second.get('/leads');
    expect(body).toContain('>Ours</a>');
    expect(body).not.toContain('q=wind');
    const { id } = await dashboard.db
      .selectFrom('saved_view')
      .select('id')
      .where('name', '=', 'Ours')
      .executeTakeFirstOrThrow();
    expect((await second.post(`/leads/views/${id}/remove`)).status).toBe(404);
    await owner.get('/leads');
    expect((await owner.post(`/leads/views/${id}/remove`)).status).toBe(303);
    expect((await owner.get('/leads')).body).not.toContain('>Ours</a>');
    expect((await owner.post('/leads/views', { name: ' ', view: '' })).status).toBe(400);
  });
});

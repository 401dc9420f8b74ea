import { getAccount } from '@fairlead/db/repositories/accounts';
import { getCampaign } from '@fairlead/db/repositories/campaigns';
import { getDeal } from '@fairlead/db/repositories/deals';
import { latestEvents } from '@fairlead/db/repositories/events';
import { countReadAttempt, openActions } from '@fairlead/db/repositories/open-actions';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import { addAccount, addAction, addDeal, addLead } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, type Seeded, seedDatabase } from '../../test/seed.ts';

let dashboard: TestDashboard;
let seeded: Seeded;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard intents');
  for (const role of ['owner', 'operator', 'viewer'] as const) await addUser(dashboard.db, role, role, NOW);
  seeded = await seedDatabase(dashboard.db, 3, NOW);
});
afterAll(() => dashboard.stop());

test('a viewer sees no switches and may not use them', async () => {
  const client = createClient(dashboard.url);
  await client.signIn('viewer');
  const { body } = await client.get('/');
  expect(body).toContain('tomas-brandt is stopped');
  expect(body).not.toMatch(/action="\/(accounts|campaigns)\//);
  const resumed = await client.post(`/accounts/${seeded.stoppedAccountId}/resume`);
  const paused = await client.post(`/campaigns/${seeded.campaignId}/pause`, { paused: 'yes' });
  expect([resumed.status, paused.status]).toEqual([403, 403]);
  expect(await getAccount(dashboard.db, seeded.stoppedAccountId)).toMatchObject({ health: 'stopped' });
  expect(await getCampaign(dashboard.db, seeded.campaignId)).toMatchObject({ paused: false });
});

test('an operator lets a stopped account work again, once', async () => {
  const client = createClient(dashboard.url);
  await client.signIn('operator');
  for (let i = 0; i < 2; i++) {
    const answer = await client.post(`/accounts/${seeded.stoppedAccountId}/resume`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/']);
  }
  const account = await getAccount(dashboard.db, seeded.stoppedAccountId);
  expect(account).toMatchObject({ health: 'ok', healthReason: null });
  const events = await latestEvents(dashboard.db, 100);
  const resumptions = events.filter(({ kind }) => kind === 'account.resumed');
  expect(resumptions).toMatchObject([{ accountId: seeded.stoppedAccountId, detail: 'by operator' }]);
  const page = await client.get('/');
  expect(page.body).toContain('tomas-brandt may work again.');
  expect(page.body).not.toContain('is stopped');
  expect((await client.get('/')).body).not.toContain('may work again');
});

test('an owner pauses and resumes a campaign', async () => {
  const client = createClient(dashboard.url);
  await client.signIn('owner');
  for (const paused of ['yes', 'no'] as const) {
    const answer = await client.post(`/campaigns/${seeded.campaignId}/pause`, { paused, next: '/campaigns' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/campaigns']);
    expect((await getCampaign(dashboard.db, seeded.campaignId))?.paused).toBe(paused === 'yes');
  }
  const kinds = (await latestEvents(dashboard.db, 2)).map(({ kind }) => kind);
  expect(kinds).toEqual(['campaign.resumed', 'campaign.paused']);
});

async function addUnclearAct(): Promise<{ id: number; dealId: number }> {
  const { db } = dashboard;
  const accountId = await addAccount(db);
  const lead = await addLead(db, { publicId: `unclear-${accountId}`, urn: `urn:unclear-${accountId}` });
  const { leadId, dealId } = await addDeal(db, { campaignId: seeded.campaignId, lead });
  const id = await addAction(db, { kind: 'invite', accountId, leadId, dealId, state: 'unknown' });
  const [action] = await openActions(db, seeded.campaignId, accountId, NOW);
  if (!action) throw new Error('There is no open act.');
  await countReadAttempt(db, action, action.fencingToken, { needsHumanAt: NOW });
  return { id, dealId };
}

const dealState = async (dealId: number) => (await getDeal(dashboard.db, dealId))?.state;

test.each([
  { done: 'yes', state: 'PENDING', row: { state: 'done', reason: 'operator says that it was done.' } },
  { done: 'no', state: 'NEW', row: { state: 'abandoned', reason: 'operator says that it was not done.' } },
] as const)('an operator settles an unclear act: $done', async ({ done, state, row }) => {
  const { id, dealId } = await addUnclearAct();
  const client = createClient(dashboard.url);
  await client.signIn('operator');
  expect((await client.get('/')).body).toContain(`action="/acts/${id}/settle"`);
  const answer = await client.post(`/acts/${id}/settle`, { done });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/']);
  expect((await client.get('/')).body).not.toContain(`action="/acts/${id}/settle"`);
  expect(await dealState(dealId)).toBe(state);
  const action = dashboard.db.selectFrom('action').selectAll().where('id', '=', id);
  expect(await action.executeTakeFirstOrThrow()).toMatchObject(row);

  // A second answer, from another window, changes nothing.
  await client.post(`/acts/${id}/settle`, { done: done === 'yes' ? 'no' : 'yes' });
  expect((await client.get('/')).body).toContain('That was settled meanwhile.');
  expect(await dealState(dealId)).toBe(state);
});

test('a viewer may not settle an unclear act', async () => {
  const { id, dealId } = await addUnclearAct();
  const client = createClient(dashboard.url);
  await client.signIn('viewer');
  expect((await client.get('/')).body).not.toContain(`action="/acts/${id}/settle"`);
  expect((await client.post(`/acts/${id}/settle`, { done: 'yes' })).status).toBe(403);
  expect(await dealState(dealId)).toBe('NEW');
});

test('what does not exist or cannot be read is refused', async () => {
  const client = createClient(dashboard.url);
  await client.signIn('owner');
  expect((await client.post('/accounts/999/resume')).status).toBe(404);
  expect((await client.post('/campaigns/999/pause', { paused: 'yes' })).status).toBe(404);
  expect((await client.post(`/campaigns/${seeded.campaignId}/pause`, { paused: 'maybe' })).status).toBe(400);
});

test('an operator corrects a verdict on the lead’s page, a viewer may not', async () => {
  const { db } = dashboard;
  const { leadId } = await addLead(db);
  const verdict = {
    qualified: false,
    reason: 'parked',
    source: 'model',
    modelVersion: 'v',
    confidence: 0.1,
  } as const;
  await db.transaction().execute((trx) => recordVerdict(trx, leadId, seeded.campaignId, verdict, NOW));
  const answer = { campaign: String(seeded.campaignId), qualified: 'yes' };
  const viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
  expect((await viewer.get(`/leads/${leadId}`)).body).not.toContain('Does fit');
  expect((await viewer.post(`/leads/${leadId}/verdict`, answer)).status).toBe(403);
  const client = createClient(dashboard.url);
  await client.signIn('operator');
  expect((await client.get(`/leads/${leadId}`)).body).toContain('Does fit');
  const posted = await client.post(`/leads/${leadId}/verdict`, answer);
  expect([posted.status, posted.headers.get('Location')]).toEqual([303, `/leads/${leadId}`]);
  const { body } = await client.get(`/leads/${leadId}`);
  expect(body).toContain('This person will be invited.');
  expect(body).toContain('operator says yes.');
  expect((await client.post('/leads/999999/verdict', answer)).status).toBe(404);
  expect((await client.post(`/leads/${leadId}/verdict`, { ...answer, qualified: 'maybe' })).status).toBe(400);
});

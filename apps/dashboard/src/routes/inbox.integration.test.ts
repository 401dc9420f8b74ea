import { keepThread } from '@fairlead/db/repositories/thread-messages';
import { addAccount, addAction, addCampaign, addDeal } from '@fairlead/testing/builders';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser } from '../../test/seed.ts';

const HOSTILE = '"><script>alert(1)</script>{{ user.name }}';

let dashboard: TestDashboard;
let owner: Client;
let accountId: number;
let campaignId: number;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard inbox');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  accountId = await addAccount(dashboard.db);
  campaignId = await addCampaign(dashboard.db, [accountId]);
  owner = createClient(dashboard.url);
  await owner.signIn('owner');
});
afterAll(() => dashboard.stop());

test('a reply is shown, inert, until somebody says that they have read it', async () => {
  const { leadId } = await addDeal(dashboard.db, { campaignId, accountId, state: 'CONNECTED' });
  const reply = { fromSelf: false, text: HOSTILE, sentAt: new Date(NOW.getTime() + 1_000) };
  await dashboard.db.transaction().execute((trx) => keepThread(trx, { accountId, leadId }, [reply], NOW));
  const list = await owner.get('/inbox?show=unread');
  const path = /href="(\/inbox\/\d+)"/.exec(list.body)?.[1] ?? '';
  const page = await owner.get(path);
  for (const { body } of [list, page, await owner.get(`/leads/${leadId}`)]) {
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert(1)');
  }
  expect((await owner.post(`${path}/seen`)).headers.get('Location')).toBe('/inbox?show=unread');
  expect((await owner.get('/inbox?show=unread')).body).toContain('Every reply is read.');
  expect((await owner.get(`/inbox?show=replied&account=${accountId}`)).body).toContain(path);
});

test.each(['/inbox?show=spam', '/inbox?on=x', '/inbox?account=0'])('refuses %s', async (path) => {
  expect((await owner.get(path)).status).toBe(400);
});

test('what is not there is not found', async () => {
  expect((await owner.get('/inbox/999999')).status).toBe(404);
  expect((await owner.post('/inbox/999999/seen')).status).toBe(404);
});

const dealState = async (dealId: number) =>
  await dashboard.db
    .selectFrom('deal')
    .select(['state', 'closing_reason as reason', 'closing_detail as detail'])
    .where('id', '=', dealId)
    .executeTakeFirst();

test.each(['NEW', 'PENDING', 'CONNECTED'] as const)(
  'a %s deal is closed by hand, for a reason',
  async (state) => {
    const { leadId, dealId } = await addDeal(dashboard.db, { campaignId, accountId, state });
    expect((await owner.get(`/leads/${leadId}`)).body).toContain(`action="/deals/${dealId}/close"`);
    const answer = await owner.post(`/deals/${dealId}/close`, { reason: HOSTILE });
    expect(answer.headers.get('Location')).toBe(`/leads/${leadId}`);
    expect(await dealState(dealId)).toEqual({
      state: 'FAILED',
      reason: 'rejected',
      detail: `owner: ${HOSTILE}`,
    });
    const { body } = await owner.get(`/leads/${leadId}`);
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain(`/deals/${dealId}/close`);
  },
);

test('a deal with an act under way, one that is over, and bad forms change nothing', async () => {
  const { leadId, dealId } = await addDeal(dashboard.db, { campaignId, accountId });
  await addAction(dashboard.db, { kind: 'invite', accountId, leadId, dealId, state: 'started' });
  const close = async (id: number, reason: string) =>
    (await owner.post(`/deals/${id}/close`, { reason })).status;
  expect(await close(dealId, 'a customer')).toBe(409);
  expect(await close(dealId, '  ')).toBe(400);
  expect(await close(999_999, 'a customer')).toBe(404);
  expect(await dealState(dealId)).toMatchObject({ state: 'NEW' });
  const over = await addDeal(dashboard.db, { campaignId, accountId, state: 'FAILED' });
  expect(await close(over.dealId, 'a customer')).toBe(303);
  expect(await dealState(over.dealId)).toMatchObject({ reason: 'invite-refused' });
});

import { listAudit } from '@fairlead/db/repositories/audit-log';
import { getDeal } from '@fairlead/db/repositories/deals';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import { addAccount, addCampaign, addDeal, addFrozenMessage } from '@fairlead/testing/builders';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser } from '../../test/seed.ts';

const HOSTILE = '</textarea><script>alert("x")</script>{{ user.name }}';

let dashboard: TestDashboard;
let client: Client;
let viewer: Client;
let accountId: number;
let campaignId: number;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard approvals');
  const { db } = dashboard;
  await addUser(db, 'mara', 'operator', NOW);
  await addUser(db, 'viewer', 'viewer', NOW);
  accountId = await addAccount(db);
  client = createClient(dashboard.url);
  await client.signIn('mara');
  viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
});
beforeEach(async () => {
  campaignId = await addCampaign(dashboard.db, [accountId], { approvalMode: 'approve-everything' });
});
afterAll(() => dashboard.stop());

async function waitingText(text = 'Thank you for connecting.') {
  const { db } = dashboard;
  const deal = await addDeal(db, { campaignId, accountId, state: 'CONNECTED' });
  const messageId = await addFrozenMessage(db, deal.dealId, text);
  await client.get('/approvals');
  return { ...deal, messageId, path: `/approvals/messages/${messageId}` };
}
async function waitingInvite() {
  const deal = await addDeal(dashboard.db, { campaignId });
  await client.get('/approvals');
  return { ...deal, path: `/approvals/invites/${deal.dealId}` };
}
const messageRow = (id: number) =>
  dashboard.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst();
const dealRow = (id: number) =>
  dashboard.db.selectFrom('deal').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const page = () => client.get(`/approvals?campaign=${campaignId}`);
/** What a bulk form would send for everything that is shown. */
const shownItems = async (): Promise<string[]> =>
  [...(await page()).body.matchAll(/name="item" value="([^"]+)"/g)].map(([, item = '']) => item);
const notice = async (): Promise<string> => {
  const { body } = await client.get('/approvals');
  return /class="notice"[^>]*>.*?<\/svg>\s*([^<]*)</s.exec(body)?.[1]?.trim() ?? '';
};

describe('the page', () => {
  test('shows texts and people that wait, hostile ones escaped, and counts them in the navigation', async () => {
    await waitingText(HOSTILE);
    const { profile } = await waitingInvite();
    const { body } = await page();
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;/textarea&gt;&lt;script&gt;');
    expect(body).toContain('{{ user.name }}');
    expect(body).toContain(profile.fullName);
    expect((await client.get('/leads')).body).toMatch(/class="nav-badge">\d+</);
    expect(body).toContain('<kbd>j</kbd>');
  });

  test('shows a campaign’s own only, and nothing of one that does not ask', async () => {
    await waitingText('Only here.');
    expect((await page()).body).toContain('Only here.');
    expect((await client.get('/approvals?campaign=999999')).body).not.toContain('Only here.');
    await dashboard.db
      .updateTable('campaign')
      .set({ approval_mode: 'observe-only' })
      .where('id', '=', campaignId)
      .execute();
    expect((await page()).body).not.toContain('Only here.');
    expect((await client.get('/approvals?campaign=x')).status).toBe(400);
  });

  test('lets a viewer look and decide nothing', async () => {
    const { path, messageId, dealId } = await waitingText('For your eyes.');
    const { body } = await viewer.get(`/approvals?campaign=${campaignId}`);
    expect(body).toContain('For your eyes.');
    expect(body).not.toContain('>Approve<');
    for (const [to, fields] of [
      [`${path}/approve`, { text: 'x' }],
      [`${path}/reject`, { how: 'close' }],
      [`/approvals/invites/${dealId}/approve`, {}],
      ['/approvals/approve', { item: `invite-${dealId}` }],
    ] as const) {
      expect((await viewer.post(to, fields)).status).toBe(403);
    }
    expect(await messageRow(messageId)).toMatchObject({ text: 'For your eyes.', approved_by: null });
  });
});

describe('a text', () => {
  test('approved as it stands is not taken for an edited one, although browsers change its line breaks', async () => {
    const { path, messageId } = await waitingText('One.\n\nTwo.');
    const answer = await client.post(`${path}/approve?campaign=${campaignId}`, { text: 'One.\r\n\r\nTwo.' });
    expect(answer.headers.get('Location')).toBe(`/approvals?campaign=${campaignId}`);
    expect(await messageRow(messageId)).toMatchObject({
      text: 'One.\n\nTwo.',
      approved_by: 'mara',
      approved_at: NOW,
    });
    const [line] = await listAudit(dashboard.db, 1);
    expect(line).toMatchObject({ userName: 'mara', what: 'message.approved', before: {} });
  });

  test('that was edited is approved as edited, and the log has both', async () => {
    const { path, messageId } = await waitingText('As drafted.');
    await client.post(`${path}/approve`, { text: 'As edited.' });
    expect(await messageRow(messageId)).toMatchObject({ text: 'As edited.', approved_by: 'mara' });
    expect(await listAudit(dashboard.db, 1)).toMatchObject([
      { before: { text: 'As drafted.' }, after: { approvedText: 'As edited.' } },
    ]);
  });

  test.each([
    ['empty', '   ', 'There is nothing to send.'],
    ['too long', 'z'.repeat(4_001), 'At most 4000 characters.'],
  ])('that is %s is refused beside the field and not lost', async (_what, text, fault) => {
    const { path, messageId } = await waitingText();
    const answer = await client.post(`${path}/approve?campaign=${campaignId}`, { text });
    expect([answer.status, answer.body.includes(fault)]).toEqual([422, true]);
    expect(answer.body).toContain(`>${text}</textarea>`);
    expect(await messageRow(messageId)).toMatchObject({ approved_by: null });
  });

  test('is decided once: the second answer changes nothing and says so', async () => {
    const { path, messageId } = await waitingText();
    await client.post(`${path}/approve`, { text: 'First.' });
    await client.post(`${path}/approve`, { text: 'Second.' });
    expect(await notice()).toContain('decided, sent or closed meanwhile');
    expect(await messageRow(messageId)).toMatchObject({ text: 'First.' });
  });

  test('is sent back once, and then edited or given up', async () => {
    const { path, dealId } = await waitingText('First draft.');
    await client.post(`${path}/reject`, { how: 'again', reason: '' });
    expect(await notice()).toContain('one more draft');
    const second = await addFrozenMessage(dashboard.db, dealId, 'Second draft.');
    expect((await page()).body).toContain('second draft');
    await client.post(`/approvals/messages/${second}/reject`, { how: 'again' });
    expect(await notice()).toContain('no other draft');
    expect(await messageRow(second)).toMatchObject({ text: 'Second draft.' });
  });

  test('is rejected with a reason, which closes its deal', async () => {
    const { path, dealId } = await waitingText();
    await client.post(`${path}/reject`, { how: 'close', reason: 'A competitor.' });
    expect(await dealRow(dealId)).toMatchObject({
      state: 'FAILED',
      closing_reason: 'rejected',
      closing_detail: 'mara: A competitor.',
    });
  });
});

describe('an invitation', () => {
  test('is approved by a name', async () => {
    const { path, dealId } = await waitingInvite();
    await client.post(`${path}/approve`);
    expect(await dealRow(dealId)).toMatchObject({ state: 'NEW', invite_approved_by: 'mara' });
    expect(await listAudit(dashboard.db, 1)).toMatchObject([{ what: 'invite.approved' }]);
    await client.post(`${path}/approve`);
    expect(await notice()).toContain('meanwhile');
  });

  test('is rejected, and teaches the model only when the person does not fit', async () => {
    const { db } = dashboard;
    const verdict = {
      qualified: true,
      reason: 'fits',
      source: 'llm',
      modelVersion: null,
      confidence: null,
    } as const;
    const humanVerdicts = (leadId: number) =>
      db
        .selectFrom('verdict')
        .select('qualified')
        .where('lead_id', '=', leadId)
        .where('source', '=', 'human')
        .execute();
    for (const [how, expected] of [
      ['no-fit', [{ qualified: false }]],
      ['close', []],
    ] as const) {
      const { path, dealId, leadId } = await waitingInvite();
      await db.transaction().execute((trx) => recordVerdict(trx, leadId, campaignId, verdict, NOW));
      await client.post(`${path}/reject`, { how, reason: 'Not now.' });
      expect((await getDeal(db, dealId))?.state).toBe('FAILED');
      expect(await humanVerdicts(leadId)).toEqual(expected);
    }
  });
});

describe('many at once', () => {
  test('are approved as they were shown', async () => {
    const text = await waitingText('One of many.');
    const invite = await waitingInvite();
    const items = await shownItems();
    expect(items).toHaveLength(2);
    await client.post('/approvals/approve', { item: items });
    expect(await notice()).toContain('2 approved.');
    expect(await messageRow(text.messageId)).toMatchObject({ text: 'One of many.', approved_by: 'mara' });
    expect(await dealRow(invite.dealId)).toMatchObject({ invite_approved_by: 'mara' });
    expect((await listAudit(dashboard.db, 2)).map(({ what }) => what).sort()).toEqual([
      'invite.approved',
      'message.approved',
    ]);
  });

  test('leave out a text that is another than was shown', async () => {
    const changed = await waitingText('As it was shown.');
    const same = await waitingText('Stays the same.');
    const items = await shownItems();
    await dashboard.db
      .updateTable('message')
      .set({ text: 'Another by now.' })
      .where('id', '=', changed.messageId)
      .execute();
    await client.post('/approvals/approve', { item: [...items, 'message-999999-0123456789abcdef'] });
    expect(await notice()).toContain('1 approved. 2 changed');
    expect(await messageRow(changed.messageId)).toMatchObject({ approved_by: null });
    expect(await messageRow(same.messageId)).toMatchObject({ approved_by: 'mara' });
  });

  test('are none when nothing was ticked', async () => {
    await client.get('/approvals');
    await client.post('/approvals/approve');
    expect(await notice()).toBe('Nothing was ticked.');
    expect((await client.post('/approvals/approve', { item: 'everything' })).status).toBe(400);
  });
});

test('what does not exist or cannot be read is refused', async () => {
  const { path } = await waitingText();
  expect((await client.post('/approvals/messages/999999/approve', { text: 'x' })).status).toBe(404);
  expect((await client.post('/approvals/invites/999999/approve')).status).toBe(404);
  expect((await client.post('/approvals/invites/999999/reject', { how: 'close' })).status).toBe(404);
  expect((await client.post(`${path}/reject`, { how: 'gently' })).status).toBe(400);
  expect((await client.post(`${path}/approve`, {})).status).toBe(400);
});

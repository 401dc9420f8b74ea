import { listAccounts } from '@fairlead/db/repositories/accounts';
import { listAudit } from '@fairlead/db/repositories/audit-log';
import {
  accountsOfCampaign,
  getCampaign,
  listCampaigns,
  upsertCampaign,
} from '@fairlead/db/repositories/campaigns';
import { claimKeyword, listKeywords } from '@fairlead/db/repositories/keywords';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, type Seeded, seedDatabase } from '../../test/seed.ts';

let dashboard: TestDashboard;
let client: Client;
let viewer: Client;
let seeded: Seeded;
let path: string;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard campaigns');
  await addUser(dashboard.db, 'operator', 'operator', NOW);
  await addUser(dashboard.db, 'viewer', 'viewer', NOW);
  seeded = await seedDatabase(dashboard.db, 30, NOW);
  path = `/campaigns/${seeded.campaignId}`;
  client = createClient(dashboard.url);
  await client.signIn('operator');
  viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
});
afterAll(() => dashboard.stop());

const FORM = {
  name: 'Wind parks',
  objective: 'People who plan crews.',
  productDocs: 'Gale plans maintenance.',
  bookingLink: 'https://cal.example/gale',
  followUpTemplate: 'Greet {{ profile.firstName }} and ask one question.',
  approvalMode: 'approve-everything',
  strategy: 'bayes',
  'bayes.threshold': '12.5',
  'bayes.randomShare': '10',
  'bayes.acceptAt': '',
  auditShare: '7',
  auditTolerance: '2.5',
};

const stored = async () => {
  const campaign = await getCampaign(dashboard.db, seeded.campaignId);
  if (!campaign) throw new Error('The campaign is gone.');
  return campaign;
};
const form = async (changes: Readonly<Record<string, string | readonly string[]>> = {}) => ({
  ...FORM,
  version: String((await stored()).version),
  accounts: [String(seeded.accountId)],
  ...changes,
});

describe('a campaign that is saved', () => {
  beforeEach(async () => {
    await client.get(path);
  });

  test('is what was typed, with its accounts, and stands in the log with what it was', async () => {
    const before = await stored();
    const answer = await client.post(path, await form({ name: 'Wind parks, autumn' }));
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path]);
    expect(await stored()).toMatchObject({
      name: 'Wind parks, autumn',
      approvalMode: 'approve-everything',
      auditShare: 0.07,
      auditTolerance: 0.025,
      strategy: 'bayes',
      strategyOptions: { threshold: 0.125, acceptAt: null },
      version: before.version + 1,
    });
    expect(await accountsOfCampaign(dashboard.db, seeded.campaignId)).toEqual([seeded.accountId]);
    const [line] = await listAudit(dashboard.db, 1);
    expect(line).toMatchObject({
      userName: 'operator',
      what: 'campaign.saved',
      before: { name: 'Wind parks', approvalMode: before.approvalMode },
      after: { name: 'Wind parks, autumn', approvalMode: 'approve-everything' },
    });
  });

  test('is not what the environment says any more, whatever its name was there', async () => {
    await client.post(path, await form({ name: 'Renamed', objective: 'By hand.' }));
    const campaigns = (await listCampaigns(dashboard.db)).length;
    const given = {
      name: 'Wind parks',
      productDocs: '',
      objective: 'By the environment.',
      bookingLink: null,
      followUpTemplate: 'x',
    };
    expect(await upsertCampaign(dashboard.db, given, NOW)).toBe(seeded.campaignId);
    expect(await stored()).toMatchObject({ name: 'Renamed', objective: 'By hand.' });
    expect(await listCampaigns(dashboard.db)).toHaveLength(campaigns);
  });

  test('keeps its line breaks as they were typed', async () => {
    await client.post(path, await form({ productDocs: 'One.\r\n\r\nTwo.' }));
    expect((await stored()).productDocs).toBe('One.\n\nTwo.');
  });

  test.each([
    ['name', '', 'A campaign needs a name.'],
    ['name', 'Offshore logistics', 'Another campaign has this name.'],
    ['objective', ' ', 'Say whom the campaign looks for.'],
    ['bookingLink', 'javascript:alert(1)', 'A whole address'],
    ['bookingLink', 'cal.example', 'A whole address'],
    ['followUpTemplate', '{{ profile.nickname }}', 'nickname'],
    ['followUpTemplate', '{% if profile %}', 'not closed'],
    ['auditShare', '101', 'A number from 0 to 100.'],
    ['bayes.threshold', 'high', 'bayes.threshold-fault'],
  ])('is refused with %s = “%s”, beside the field, and nothing typed is lost', async (name, text, fault) => {
    const before = await stored();
    const changes = { objective: 'Typed and not lost.', [name]: text };
    const answer = await client.post(path, await form(changes));
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(fault);
    expect(answer.body).toContain(`id="${name}-fault"`);
    if (name !== 'objective') expect(answer.body).toContain('Typed and not lost.');
    expect(await stored()).toEqual(before);
  });

  test('is refused when somebody else saved it meanwhile, and what was typed is still there', async () => {
    const opened = await form({ objective: 'From the older form.' });
    await client.post(path, await form({ objective: 'Saved first.' }));
    const answer = await client.post(path, opened);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('Somebody else saved this campaign');
    expect(answer.body).toContain('From the older form.');
    // Sending it again is refused again: the form keeps the version it was opened with.
    expect(answer.body).toContain(`name="version" value="${opened.version}"`);
    expect((await stored()).objective).toBe('Saved first.');
  });

  test('shows hostile texts escaped', async () => {
    const hostile = '</textarea><script>alert("x")</script>';
    await client.post(path, await form({ objective: hostile, name: hostile }));
    for (const page of ['/campaigns', path]) {
      const { body } = await client.get(page);
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('&lt;script&gt;alert(');
    }
  });
});

describe('a new campaign', () => {
  test('starts paused, asks before it writes, and may be worked by the accounts chosen', async () => {
    const { body } = await client.get('/campaigns/new');
    expect(body).toContain('value="approve-messages" checked');
    const [account] = await listAccounts(dashboard.db);
    const accounts = [String(account?.id), '999999'];
    const answer = await client.post('/campaigns/new', {
      ...FORM,
      name: 'Brand new',
      version: '0',
      accounts,
    });
    expect(answer.status).toBe(303);
    const id = Number(answer.headers.get('Location')?.split('/').at(-1));
    expect(await getCampaign(dashboard.db, id)).toMatchObject({
      name: 'Brand new',
      paused: true,
      version: 1,
    });
    expect(await accountsOfCampaign(dashboard.db, id)).toEqual([account?.id]);
    expect(await listAudit(dashboard.db, 1)).toMatchObject([{ what: 'campaign.created' }]);
    const again = await client.post('/campaigns/new', { ...FORM, name: 'Brand new', version: '0' });
    expect([again.status, again.body.includes('Another campaign has this name.')]).toEqual([422, true]);
  });
});

describe('the preview', () => {
  test('is the prompt of the person chosen, and changes nothing', async () => {
    const before = await stored();
    await client.get(path);
    const { body: page } = await client.get(path);
    const sample = /<option value="(\d+)" selected>([^<]+)</.exec(page);
    const fields = await form({
      sample: sample?.[1] ?? '',
      followUpTemplate: 'Say hello to {{ profile.firstName }}!',
    });
    const fragment = await client.post(`${path}/preview`, fields, { 'HX-Request': 'true' });
    expect(fragment.body).not.toContain('<html');
    const firstName = sample?.[2]?.split(' ')[0];
    expect(fragment.body).toContain(`Say hello to ${firstName}!`);
    expect(fragment.body).toContain('Does this person fit the objective?');
    const whole = await client.post(`${path}/preview`, fields);
    expect([whole.status, whole.body.includes('<html')]).toEqual([200, true]);
    expect(whole.body).toContain(`Say hello to ${firstName}!`);
    expect(whole.body).toContain('Say hello to {{ profile.firstName }}!');
    expect(await stored()).toEqual(before);
  });

  test('says what is wrong with the template, and reads no file for it', async () => {
    const wrong = await form({ followUpTemplate: "{% render 'package.json' %}" });
    const { status, body } = await client.post(`${path}/preview`, wrong, { 'HX-Request': 'true' });
    expect(status).toBe(200);
    expect(body).toContain('cannot be filled in');
    expect(body).not.toContain('workspace:');
  });

  test('is for those who may edit', async () => {
    expect((await viewer.post(`${path}/preview`, await form())).status).toBe(403);
  });
});

describe('keywords', () => {
  test('are added several at once, and only unused ones are deleted', async () => {
    const { db } = dashboard;
    await client.get(`${path}/keywords`);
    await client.post(`${path}/keywords`, { keywords: 'first new\r\nsecond new\nfirst NEW' });
    const added = (await listKeywords(db, seeded.campaignId)).filter(({ keyword }) => / new$/i.test(keyword));
    expect(added.map(({ keyword }) => keyword)).toEqual(['first NEW', 'second new']);
    const used = await claimKeyword(db, seeded.campaignId, NOW);
    const keyword = [String(added[0]?.id), String(used?.id)];
    await client.post(`${path}/keywords/delete`, { keyword });
    const left = (await listKeywords(db, seeded.campaignId)).map(({ id }) => id);
    expect(left).not.toContain(added[0]?.id);
    expect(left).toContain(used?.id);
    const whats = (await listAudit(db, 2)).map(({ what }) => what);
    expect(whats).toEqual(['keywords.deleted', 'keywords.added']);
  });

  test('that cannot be read are shown again with what is wrong', async () => {
    const answer = await client.post(`${path}/keywords`, { keywords: 'y'.repeat(130) });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('longer than 100 characters');
    expect(answer.body).toContain('y'.repeat(130));
  });
});

describe('limits', () => {
  const limitsPath = () => `${path}/accounts/${seeded.accountId}/limits`;
  const limits = async () =>
    (await listAccounts(dashboard.db)).find(({ id }) => id === seeded.accountId)?.limits;

  test('are saved for the account, and stand in the log', async () => {
    await client.get(`${path}/accounts`);
    const answer = await client.post(limitsPath(), {
      connectDaily: '7',
      connectWeekly: '30',
      followUpDaily: '9',
    });
    expect(answer.status).toBe(303);
    expect(await limits()).toEqual({ connectDaily: 7, connectWeekly: 30, followUpDaily: 9 });
    expect(await listAudit(dashboard.db, 1)).toMatchObject([
      { what: 'account.limits-changed', before: { connectDaily: 20 }, after: { connectDaily: 7 } },
    ]);
  });

  test.each([
    ['connectDaily', '-1', 'A whole number.'],
    ['connectDaily', '5000', 'At most 1000.'],
    ['connectWeekly', '3', 'Not less than a day’s.'],
  ])('are refused with %s = %s, beside the field', async (name, text, fault) => {
    const before = await limits();
    const fields = { connectDaily: '10', connectWeekly: '50', followUpDaily: '9', [name]: text };
    const answer = await client.post(limitsPath(), fields);
    expect([answer.status, answer.body.includes(fault)]).toEqual([422, true]);
    expect(answer.body).toContain(`value="${text}"`);
    expect(await limits()).toEqual(before);
  });
});

test('a viewer sees all of it and changes none of it', async () => {
  for (const page of ['/campaigns', path, `${path}/keywords`, `${path}/accounts`]) {
    const { status, body } = await viewer.get(page);
    expect([page, status]).toEqual([page, 200]);
    expect(body).not.toContain('>Save');
  }
  expect((await viewer.get('/campaigns/new')).status).toBe(403);
  const before = await stored();
  for (const [to, fields] of [
    [path, await form()],
    [`${path}/keywords`, { keywords: 'x' }],
    [`${path}/keywords/delete`, { keyword: '1' }],
    [`${path}/accounts/${seeded.accountId}/limits`, {}],
    ['/campaigns/new', FORM],
  ] as const) {
    expect([to, (await viewer.post(to, fields)).status]).toEqual([to, 403]);
  }
  expect(await stored()).toEqual(before);
});

test('what does not exist or cannot be read is refused', async () => {
  await client.get(path);
  expect((await client.get('/campaigns/999999')).status).toBe(404);
  expect((await client.post('/campaigns/999999', await form())).status).toBe(404);
  expect((await client.post(path, await form({ version: 'new' }))).status).toBe(400);
  expect((await client.post(path, await form({ accounts: ['x'] }))).status).toBe(400);
  expect((await client.post(`${path}/accounts/abc/limits`, {})).status).toBe(404);
});

import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { getAccount } from '@fairlead/db/repositories/accounts';
import { addDriftEvidence } from '@fairlead/db/repositories/drift-evidence';
import { latestEvents } from '@fairlead/db/repositories/events';
import { AROUND_THE_CLOCK } from '@fairlead/shared/domain/working-hours';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addAccount, addUser } from '../../test/seed.ts';

let dashboard: TestDashboard;
let accountId: number;
let client: Client;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard accounts');
  for (const role of ['operator', 'viewer'] as const) await addUser(dashboard.db, role, role, NOW);
});
beforeEach(async () => {
  await dashboard.db.deleteFrom('event').execute();
  await dashboard.db.deleteFrom('account').execute();
  accountId = await addAccount(dashboard.db, 'ines.quintela@fairlead.example', NOW);
  client = createClient(dashboard.url);
  await client.signIn('operator');
});
afterAll(() => dashboard.stop());

const account = () => getAccount(dashboard.db, accountId);
const kinds = async () => (await latestEvents(dashboard.db, 9)).map(({ kind }) => kind);
const apply = (event: Parameters<typeof applyHealthEvent>[2]) =>
  applyHealthEvent(dashboard.db, accountId, event);

describe('working hours', () => {
  const post = (fields: [string, string][]): Promise<Response> =>
    client.send(`/accounts/${accountId}/schedule`, { method: 'POST', body: new URLSearchParams(fields) });
  async function schedule(fields: Record<string, string>, days: readonly string[]): Promise<number> {
    const { body } = await client.get('/accounts');
    const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const all: [string, string][] = [['_csrf', token], ...Object.entries(fields)];
    return (await post([...all, ...days.map((day): [string, string] => ['days', day])])).status;
  }
  const GIVEN = { from: '9:00', until: '24:00', timeZone: 'America/New_York' };

  test('are set by an operator, shown, and tell until when the account rests', async () => {
    expect(await schedule(GIVEN, ['5', '1', '2'])).toBe(303);
    expect(await account()).toMatchObject({
      timeZone: 'America/New_York',
      workingHours: { days: [1, 2, 5], fromMinute: 540, untilMinute: 1440 },
    });
    const { body } = await client.get('/accounts');
    expect(body).toContain('value="5" checked');
    expect(body).not.toContain('value="6" checked');
    expect(body).toContain('outside its working hours, mon,tue,fri 09:00-24:00 (America/New_York)');
    expect(body).toContain('Resting');
    expect(await kinds()).toEqual(['account.rescheduled']);
  });

  test.each([
    ['no day', GIVEN, []],
    ['a day that does not exist', GIVEN, ['8']],
    ['an end before the beginning', { ...GIVEN, from: '20:00', until: '09:00' }, ['1']],
    ['no time', { ...GIVEN, from: 'nine' }, ['1']],
    ['no such time', { ...GIVEN, until: '24:30' }, ['1']],
    ['no time zone', { ...GIVEN, timeZone: 'Europe/Atlantis' }, ['1']],
  ])('with %s are refused', async (_what, fields, days) => {
    expect(await schedule(fields, days)).toBe(400);
    expect(await account()).toMatchObject({ timeZone: 'Europe/Lisbon', workingHours: AROUND_THE_CLOCK });
  });
});

describe('an account that asks for a human', () => {
  test('raises a banner on every page, which leads to what to do and to the open page', async () => {
    await apply({ kind: 'checkpoint', detail: 'a code was sent by e-mail', challenge: 'email-pin' });
    for (const path of ['/leads', '/campaigns', '/accounts', '/activity']) {
      const { body } = await client.get(path);
      expect(body, path).toContain('is stopped: LinkedIn asks for a human: a code was sent by e-mail');
    }
    const { body } = await client.get('/');
    expect(body).toContain('href="https://view.example/vnc.html"');
    expect(body).toContain('as soon as you are through');
    expect(body).not.toContain('class="attention"');
  });

  test('because it is restricted does not promise to go on by itself', async () => {
    await apply({ kind: 'checkpoint', detail: 'restricted', challenge: 'restricted' });
    const { body } = await client.get('/');
    expect(body).toContain('it does not go on by itself');
    expect(body).not.toContain('as soon as you are through');
  });
});

test('an account that cools down says until when, and a human need not wait', async () => {
  await apply({ kind: 'throttled', detail: '/feed/ was answered 429', at: NOW });
  expect((await client.get('/accounts')).body).toContain('cooling down: /feed/ was answered 429');
  expect((await client.post(`/accounts/${accountId}/resume`)).status).toBe(303);
  expect((await account())?.breaker).toEqual({ trips: 0, openUntil: null, reason: null });
});

describe('paused writes', () => {
  const evidence = { probe: 'profile', page: '/in/xxx/', accessibility: '- main', dom: '<main>' };
  beforeEach(async () => {
    await apply({
      kind: 'drifted',
      probe: 'profile',
      detail: '3 pages did not look as they should',
      at: NOW,
    });
  });

  test('are told on every page, and a human lets them go on, once', async () => {
    expect((await client.get('/leads')).body).toContain('only reads: 3 pages did not look as they should');
    expect((await client.get('/')).body).toContain('only reads</h2>');
    for (let i = 0; i < 2; i++) await client.post(`/accounts/${accountId}/resume-writes`);
    expect(await account()).toMatchObject({ writesPause: null });
    expect(await kinds()).toEqual(['writes.resumed']);
    expect((await client.get('/leads')).body).not.toContain('only reads');
  });

  test('have evidence to download, behind the login', async () => {
    const screenshot = Buffer.from('a picture');
    const id = await addDriftEvidence(dashboard.db, { accountId, ...evidence, screenshot }, NOW);
    expect((await client.get('/accounts')).body).toContain(`href="/evidence/${id}/screenshot"`);
    const dom = await client.get(`/evidence/${id}/dom`);
    expect(dom.body).toBe('<main>');
    expect(dom.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(dom.headers.get('Content-Disposition')).toBe(`attachment; filename=evidence-${id}-dom.txt`);
    const picture = await client.send(`/evidence/${id}/screenshot`, {});
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(screenshot);
    for (const path of [`/evidence/${id}/password`, `/evidence/${id + 1}/dom`, '/evidence/x/dom'])
      expect((await client.get(path)).status, path).toBe(404);
    const stranger = await createClient(dashboard.url).get(`/evidence/${id}/dom`);
    expect([stranger.status, stranger.headers.get('Location')]).toEqual([
      303,
      expect.stringMatching(/^\/login/),
    ]);
  });

  test('without a picture offer none', async () => {
    const id = await addDriftEvidence(dashboard.db, { accountId, ...evidence, screenshot: null }, NOW);
    expect((await client.get('/accounts')).body).not.toContain(`/evidence/${id}/screenshot`);
    expect((await client.get(`/evidence/${id}/screenshot`)).status).toBe(404);
  });
});

test('a viewer sees the hours and changes nothing', async () => {
  const viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
  const { body } = await viewer.get('/accounts');
  expect(body).toContain('always');
  expect(body).not.toContain('<form class="schedule"');
  for (const act of ['schedule', 'resume-writes'])
    expect((await viewer.post(`/accounts/${accountId}/${act}`)).status).toBe(403);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, PASSWORD } from '../../test/seed.ts';
import { FAILURES_ALLOWED } from './throttle.ts';

let dashboard: TestDashboard;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard login');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
});
afterAll(() => dashboard.stop());

test('answers the health check without a login', async () => {
  const answer = await createClient(dashboard.url).get('/healthz');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ status: 'ok' });
});

test.each([
  '/',
  '/leads?q=a',
  '/leads/1',
  '/deals',
  '/campaigns',
  '/activity',
  '/events',
  '/queues',
  '/nowhere',
])('sends %s to the login', async (path) => {
  const answer = await createClient(dashboard.url).get(path);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('Location')).toBe(`/login?next=${encodeURIComponent(path)}`);
});

test('signs in, goes where it was asked to, and out again', async () => {
  const client = createClient(dashboard.url);
  await client.get('/login?next=/leads');
  const anonymous = client.cookie();
  const answer = await client.post('/login', {
    name: 'owner',
    password: PASSWORD,
    next: '/leads?state=promoted',
  });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/leads?state=promoted']);
  expect(client.cookie()).not.toBe(anonymous);
  const setCookie = answer.headers.get('Set-Cookie');
  expect(setCookie).toMatch(/^fairlead\.sid=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/);

  expect((await client.get('/')).status).toBe(200);
  const signedIn = client.cookie();
  expect((await client.post('/logout')).headers.get('Location')).toBe('/login');
  const stale = await fetch(new URL('/', dashboard.url), {
    headers: { Cookie: signedIn },
    redirect: 'manual',
  });
  expect(stale.status).toBe(303);
});

test('never leaves the site after the login', async () => {
  const client = createClient(dashboard.url);
  await client.get('/login');
  const answer = await client.post('/login', { name: 'owner', password: PASSWORD, next: '//evil.example/' });
  expect(answer.headers.get('Location')).toBe('/');
});

test('says the same for a wrong password and an unknown name', async () => {
  const client = createClient(dashboard.url);
  for (const name of ['owner', 'nobody']) {
    const answer = await client.signIn(name, 'wrong');
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('Name or password is wrong.');
  }
});

test('a user who was removed is signed out', async () => {
  await addUser(dashboard.db, 'leaver', 'viewer', NOW);
  const client = createClient(dashboard.url);
  await client.signIn('leaver');
  await dashboard.db.deleteFrom('app_user').where('name', '=', 'leaver').execute();
  expect((await client.get('/leads')).status).toBe(303);
});

test('refuses forms without the token of the session', async () => {
  const client = createClient(dashboard.url);
  await client.signIn('owner');
  for (const _csrf of ['', 'made-up']) {
    const answer = await client.post('/logout', { _csrf });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('This form has expired.');
  }
  expect((await client.get('/')).status).toBe(200);
});

test('stops guessing', async () => {
  const other = await startTestDashboard('dashboard throttling');
  try {
    await addUser(other.db, 'owner', 'owner', NOW);
    const client = createClient(other.url);
    await client.get('/login');
    for (let i = 0; i < FAILURES_ALLOWED; i++) {
      expect((await client.post('/login', { name: 'owner', password: `guess ${i}` })).status).toBe(401);
    }
    const answer = await client.post('/login', { name: 'owner', password: PASSWORD });
    expect(answer.status).toBe(429);
    expect(answer.body).toContain('Too many failed logins.');
  } finally {
    await other.stop();
  }
});

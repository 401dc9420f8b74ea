import { listAudit, recordAudit } from '@fairlead/db/repositories/audit-log';
import { findUser } from '@fairlead/db/repositories/users';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, PASSWORD } from '../../test/seed.ts';

const USERS = '/settings/users';
const NEW_PASSWORD = 'another quite long password';

let dashboard: TestDashboard;
let owner: Client;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard settings');
});
beforeEach(async () => {
  await dashboard.db.deleteFrom('app_user').execute();
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  owner = await signedIn('owner');
  await owner.get(USERS);
});
afterAll(() => dashboard.stop());

async function signedIn(name: string, password = PASSWORD): Promise<Client> {
  const client = createClient(dashboard.url);
  await client.signIn(name, password);
  return client;
}
const idOf = async (name: string) => (await findUser(dashboard.db, name))?.id ?? 0;
const lastLine = async () => (await listAudit(dashboard.db, 1))[0];

describe('users', () => {
  test('are added by an owner and can sign in; the log knows it, and no password', async () => {
    const answer = await owner.post(USERS, { name: 'mara', role: 'operator', password: NEW_PASSWORD });
    expect(answer.status).toBe(303);
    const mara = await signedIn('mara', NEW_PASSWORD);
    expect((await mara.get('/campaigns')).status).toBe(200);
    expect(await lastLine()).toMatchObject({
      userName: 'owner',
      what: 'user.added',
      target: 'user mara',
      after: { role: 'operator' },
    });
    expect(JSON.stringify(await listAudit(dashboard.db, 100))).not.toContain(NEW_PASSWORD);
    expect((await owner.get('/settings/log')).body).not.toContain(NEW_PASSWORD);
    expect(dashboard.logged.join('')).not.toContain(NEW_PASSWORD);
  });

  test.each([
    ['no name', { name: '' }, 'A user needs a name.'],
    ['a name that is taken', { name: 'owner' }, 'Somebody has this name.'],
    ['a name with blanks', { name: 'ma ra' }, 'No blanks.'],
    ['no role there is', { role: 'king' }, 'Choose a role.'],
    ['a short password', { password: 'short' }, 'At least 12 characters.'],
  ])('are refused with %s, and the rest of the form is kept', async (_what, changes, fault) => {
    const fields = { name: 'typed-name', role: 'viewer', password: NEW_PASSWORD, ...changes };
    const { status, body } = await owner.post(USERS, fields);
    expect([status, body.includes(fault)]).toEqual([422, true]);
    expect(body).toContain(`value="${fields.name}"`);
    expect(body).not.toContain(NEW_PASSWORD);
    expect(await findUser(dashboard.db, 'typed-name')).toBeNull();
  });

  test('change their role at once, and lose what it let them do', async () => {
    await addUser(dashboard.db, 'mara', 'operator', NOW);
    const mara = await signedIn('mara');
    await owner.post(`${USERS}/${await idOf('mara')}/role`, { role: 'viewer' });
    expect((await mara.get('/campaigns/new')).status).toBe(403);
    expect(await lastLine()).toMatchObject({ before: { role: 'operator' }, after: { role: 'viewer' } });
  });

  test('with a new password by an owner are signed out, and sign in with it', async () => {
    await addUser(dashboard.db, 'mara', 'operator', NOW);
    const mara = await signedIn('mara');
    await owner.post(`${USERS}/${await idOf('mara')}/password`, { password: NEW_PASSWORD });
    expect((await mara.get('/campaigns')).status).toBe(303);
    expect((await createClient(dashboard.url).signIn('mara')).status).toBe(401);
    expect((await (await signedIn('mara', NEW_PASSWORD)).get('/campaigns')).status).toBe(200);
    const short = await owner.post(`${USERS}/${await idOf('mara')}/password`, { password: 'short' });
    expect([short.status, short.body.includes('At least 12 characters.')]).toEqual([422, true]);
  });

  test('that are removed are out at once, and a namesake does not inherit their session', async () => {
    await addUser(dashboard.db, 'mara', 'operator', NOW);
    const mara = await signedIn('mara');
    await owner.post(`${USERS}/${await idOf('mara')}/remove`);
    expect((await mara.get('/campaigns')).status).toBe(303);
    await addUser(dashboard.db, 'mara', 'owner', NOW);
    expect((await mara.get('/campaigns')).status).toBe(303);
    expect(await lastLine()).toMatchObject({ what: 'user.removed', target: 'user mara' });
  });

  test('always leave one owner', async () => {
    const lines = (await listAudit(dashboard.db, 100)).length;
    for (const [path, fields] of [
      ['remove', {}],
      ['role', { role: 'operator' }],
    ] as const) {
      const answer = await owner.post(`${USERS}/${await idOf('owner')}/${path}`, fields);
      expect([answer.status, answer.body.includes('last owner')]).toEqual([409, true]);
    }
    expect(await findUser(dashboard.db, 'owner')).toMatchObject({ role: 'owner' });
    expect(await listAudit(dashboard.db, 100)).toHaveLength(lines);
  });

  test.each(['operator', 'viewer'] as const)('are nothing for an %s to manage', async (role) => {
    await addUser(dashboard.db, 'mara', role, NOW);
    const mara = await signedIn('mara');
    expect((await mara.get(USERS)).status).toBe(403);
    const id = await idOf('owner');
    for (const [path, fields] of [
      [USERS, { name: 'x', role: 'owner', password: NEW_PASSWORD }],
      [`${USERS}/${await idOf('mara')}/role`, { role: 'owner' }],
      [`${USERS}/${id}/password`, { password: NEW_PASSWORD }],
      [`${USERS}/${id}/remove`, {}],
    ] as const) {
      expect((await mara.post(path, fields)).status).toBe(403);
    }
    expect((await mara.get('/settings')).body).not.toContain(`href="${USERS}"`);
  });

  test('that do not exist are not found', async () => {
    for (const path of ['remove', 'role', 'password']) {
      const fields = { role: 'viewer', password: NEW_PASSWORD };
      expect((await owner.post(`${USERS}/999999/${path}`, fields)).status).toBe(404);
    }
  });
});

describe('one’s own password', () => {
  const fields = { current: PASSWORD, password: NEW_PASSWORD, repeated: NEW_PASSWORD };

  test('is changed by anybody, who stays signed in here and nowhere else', async () => {
    await addUser(dashboard.db, 'vera', 'viewer', NOW);
    const [here, elsewhere] = [await signedIn('vera'), await signedIn('vera')];
    await here.get('/settings');
    expect((await here.post('/settings/password', fields)).status).toBe(303);
    expect((await here.get('/campaigns')).status).toBe(200);
    expect((await elsewhere.get('/campaigns')).status).toBe(303);
    expect((await createClient(dashboard.url).signIn('vera', NEW_PASSWORD)).status).toBe(303);
    expect(await lastLine()).toMatchObject({
      userName: 'vera',
      what: 'user.own-password-changed',
      after: {},
    });
  });

  test.each([
    ['a wrong one now', { current: 'wrong' }, 'This is not your password.'],
    ['a short new one', { password: 'short', repeated: 'short' }, 'At least 12 characters.'],
    ['two that differ', { repeated: 'something else' }, 'Not the same as above.'],
  ])('stays with %s', async (_what, changes, fault) => {
    await owner.get('/settings');
    const { status, body } = await owner.post('/settings/password', { ...fields, ...changes });
    expect([status, body.includes(fault)]).toEqual([422, true]);
    expect(body).not.toContain(NEW_PASSWORD);
    expect((await createClient(dashboard.url).signIn('owner')).status).toBe(303);
  });
});

describe('the log of changes', () => {
  test('is read in pages, newest first, hostile texts escaped', async () => {
    const { db } = dashboard;
    const hostile = '<script>alert("x")</script>';
    await db.transaction().execute(async (trx) => {
      for (let i = 0; i < 60; i++) {
        const entry = { what: 'test.change', target: `thing ${i}`, before: { a: i }, after: { a: hostile } };
        await recordAudit(trx, hostile, entry, NOW);
      }
    });
    const first = await owner.get('/settings/log');
    expect(first.body).toContain('thing 59');
    expect(first.body).not.toContain('thing 9<');
    expect(first.body).not.toContain('<script>alert');
    expect(first.body).toContain('&lt;script&gt;alert(');
    const older = /href="(\/settings\/log\?before=\d+)"/.exec(first.body)?.[1] ?? '';
    const second = await owner.get(older);
    expect(second.body).toContain('thing 9<');
    expect(second.body).not.toContain('thing 59');
    expect((await owner.get('/settings/log?before=x')).status).toBe(400);
  });
});

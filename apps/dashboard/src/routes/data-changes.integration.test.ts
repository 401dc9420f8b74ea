import { findSecretsByEmail } from '@fairlead/db/repositories/accounts';
import { listAudit } from '@fairlead/db/repositories/audit-log';
import { passwordContext } from '@fairlead/shared/domain/account';
import {
  addAccount,
  addCampaign,
  addDeal,
  addLead,
  addUrlOnlyLead,
  addVector,
} from '@fairlead/testing/builders';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser } from '../../test/seed.ts';

const HOSTILE = `<b onclick="x()">O'Neil & {{ 1 }}</b>`;
const SECRET = 'a planted password 4711';

let dashboard: TestDashboard;
let owner: Client;
let operator: Client;
let viewer: Client;
let leadId: number;
let contactId: number;
let companyId: number;
let accountId: number;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard data changes');
  const { db } = dashboard;
  accountId = await addAccount(db);
  const campaignId = await addCampaign(db, [accountId]);
  ({ leadId } = await addDeal(db, { campaignId, accountId, state: 'PENDING' }));
  const contact = await db.selectFrom('contact').select(['id', 'company_id']).executeTakeFirstOrThrow();
  [contactId, companyId] = [contact.id, contact.company_id];
  [owner, operator, viewer] = (await Promise.all(
    (['owner', 'operator', 'viewer'] as const).map(async (role) => {
      await addUser(db, role, role, NOW);
      const client = createClient(dashboard.url);
      await client.signIn(role);
      await client.get('/data/leads');
      return client;
    }),
  )) as [Client, Client, Client];
});
afterAll(() => dashboard.stop());

const lastLine = async () => (await listAudit(dashboard.db, 1))[0];
const accountRow = () =>
  dashboard.db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow();

describe('who may', () => {
  const FORMS = [
    ['/data/contacts/1', 'operator'],
    ['/data/companies/1', 'operator'],
    ['/data/leads', 'operator'],
    ['/data/leads/1/close', 'operator'],
    ['/data/embeddings/1:m/remove', 'operator'],
    ['/data/accounts/1', 'operator'],
    ['/data/accounts/1/password', 'owner'],
    ['/data/accounts', 'owner'],
  ] as const;

  test.each(FORMS)('%s is for at least an %s', async (path, least) => {
    expect((await viewer.post(path)).status).toBe(403);
    if (least === 'owner') expect((await operator.post(path)).status).toBe(403);
    expect((await owner.post(path, { _csrf: 'forged' })).status).toBe(403);
  });

  test('viewers see no forms, operators none for passwords', async () => {
    expect((await viewer.get(`/data/accounts/${accountId}`)).body).not.toContain('action="/data/');
    const { body } = await operator.get(`/data/accounts/${accountId}`);
    expect(body).toContain(`action="/data/accounts/${accountId}"`);
    expect(body).not.toContain('/password"');
    expect((await operator.get('/data/accounts/new')).status).toBe(403);
  });
});

describe('a contact and a company', () => {
  test('are put right, inert whatever they are called, and the log says what was before', async () => {
    const fields = { first_name: HOSTILE, last_name: ' Okonjo ', title: '' };
    expect((await operator.post(`/data/contacts/${contactId}`, fields)).status).toBe(303);
    const { body } = await operator.get(`/data/contacts/${contactId}`);
    expect(body).toContain('value="&lt;b onclick=&#34;x()&#34;&gt;O&#39;Neil &amp; {{ 1 }}&lt;/b&gt;"');
    expect(body).not.toContain('<b onclick');
    expect(await lastLine()).toMatchObject({
      userName: 'operator',
      what: 'contact.renamed',
      target: `contact ${contactId}`,
      after: { firstName: HOSTILE, lastName: 'Okonjo', title: null },
    });
    expect((await operator.post(`/data/companies/${companyId}`, { name: HOSTILE })).status).toBe(303);
    expect(await lastLine()).toMatchObject({ what: 'company.renamed', after: { name: HOSTILE } });
  });

  test('are left alone by forms that are not right, which are shown again', async () => {
    const empty = await operator.post(`/data/contacts/${contactId}`, {
      first_name: ' ',
      last_name: 'x',
      title: 'typed',
    });
    expect(empty.status).toBe(422);
    expect(empty.body).toContain('Not empty.');
    expect(empty.body).toContain('value="typed"');
    expect((await operator.post(`/data/contacts/${contactId}`, {})).status).toBe(422);
    const lines = await operator.post(`/data/companies/${companyId}`, { name: 'two\nlines' });
    expect([lines.status, lines.body.includes('One line')]).toEqual([422, true]);
    expect((await operator.post(`/data/companies/${companyId}`, { name: 'x'.repeat(201) })).status).toBe(422);
    expect((await operator.post('/data/contacts/999999', { first_name: 'x' })).status).toBe(404);
    expect((await operator.post('/data/companies/999999', { name: 'x' })).status).toBe(404);
  });

  test('a company without an address on LinkedIn keeps its name to itself', async () => {
    const add = (name: string) =>
      dashboard.db
        .insertInto('company')
        .values({ name, created_at: NOW })
        .returning('id')
        .executeTakeFirstOrThrow();
    await add('Pellar Foods Ltd');
    const { id } = await add('Tidewater Ltd');
    const taken = await operator.post(`/data/companies/${id}`, { name: 'PELLAR foods ltd' });
    expect([taken.status, taken.body.includes('Another company has this name.')]).toEqual([422, true]);
    expect((await operator.post(`/data/companies/${id}`, { name: 'TIDEWATER Ltd' })).status).toBe(303);
  });
});

describe('a lead', () => {
  const byAddress = (publicId: string) =>
    dashboard.db.selectFrom('lead').selectAll().where('public_id', '=', publicId).executeTakeFirst();

  test.each([
    ['https://www.linkedin.com/in/ada-quintela/?x=1', 'ada-quintela'],
    ['www.linkedin.com/in/bo-vasak', 'bo-vasak'],
    ['/in/%C3%A9va-brand', 'éva-brand'],
  ])('is added by %s', async (address, publicId) => {
    expect((await operator.post('/data/leads', { address })).status).toBe(303);
    const lead = await byAddress(publicId);
    expect(lead).toMatchObject({ state: 'url-only', discovered_at: NOW });
    expect(await lastLine()).toMatchObject({
      what: 'lead.added',
      target: `lead ${lead?.id}`,
      after: { publicId },
    });
    const again = await operator.post('/data/leads', { address });
    expect(again.headers.get('Location')).toBe(`/data/leads/${lead?.id}`);
    expect((await operator.get(`/data/leads/${lead?.id}`)).body).toContain('They were known already.');
  });

  test.each([
    '',
    'ada',
    'https://site.example/company/x',
    '/in/',
    '/in/%00',
    '/in/%zz',
    `/in/${'x'.repeat(500)}`,
  ])('is not added by %j', async (address) => {
    expect((await operator.post('/data/leads', { address })).status).toBe(400);
  });

  test('is closed by hand while nothing hangs on it', async () => {
    const [bare, read] = [await addUrlOnlyLead(dashboard.db), (await addLead(dashboard.db)).leadId];
    for (const id of [bare, read]) {
      expect((await operator.get(`/data/leads/${id}`)).body).toContain('Close as inaccessible');
      expect((await operator.post(`/data/leads/${id}/close`)).status).toBe(303);
      const { body } = await operator.get(`/data/leads/${id}`);
      expect(body).not.toContain('Close as inaccessible');
      expect(await lastLine()).toMatchObject({ what: 'lead.closed', target: `lead ${id}` });
      expect((await operator.post(`/data/leads/${id}/close`)).status).toBe(409);
    }
    expect((await operator.post(`/data/leads/${leadId}/close`)).status).toBe(409);
    expect((await operator.get(`/data/leads/${leadId}`)).body).toContain('cannot be deleted');
  });

  test('loses an embedding, which is then made anew', async () => {
    const lead = (await addLead(dashboard.db)).leadId;
    const model = 'a model:of/two?parts';
    await addVector(dashboard.db, lead, { model });
    const path = `/data/embeddings/${encodeURIComponent(`${lead}:${model}`)}`;
    expect((await operator.get(path)).body).toContain('384 numbers');
    expect((await operator.post(`${path}/remove`)).status).toBe(303);
    expect(await lastLine()).toMatchObject({ what: 'embedding.removed', before: { model } });
    expect((await operator.post(`${path}/remove`)).status).toBe(404);
  });
});

describe('an account', () => {
  const NEW = {
    email: 'Ines.Vasak@nord.example',
    password: SECRET,
    country: 'PT',
    timeZone: 'Europe/Lisbon',
    newsletter: 'no',
  };

  test('is added by an owner: the password is sealed, and seen by nobody', async () => {
    const answer = await owner.post('/data/accounts', NEW);
    expect(answer.status).toBe(303);
    const stored = await findSecretsByEmail(dashboard.db, NEW.email);
    expect(dashboard.vault.open(stored?.passwordSealed ?? Buffer.of(), passwordContext(NEW.email))).toBe(
      SECRET,
    );
    const { body } = await owner.get(answer.headers.get('Location') ?? '');
    expect(body).toContain('ines-vasak');
    for (const text of [body, dashboard.logged.join(''), JSON.stringify(await listAudit(dashboard.db, 100))])
      expect(text).not.toContain(SECRET);
    expect(await lastLine()).toMatchObject({
      what: 'account.added',
      after: { country: 'pt', timeZone: 'Europe/Lisbon', newsletter: false },
    });
    const twice = await owner.post('/data/accounts', NEW);
    expect([twice.status, twice.body.includes('There is an account of this e-mail.')]).toEqual([422, true]);
    expect(twice.body).not.toContain(SECRET);
  });

  test.each([
    [{ email: 'nobody' }, 'An e-mail address.'],
    [{ password: '' }, 'Not empty.'],
    [{ country: 'Portugal' }, 'Two letters'],
    [{ timeZone: 'Mars/Olympus' }, 'A time zone such as'],
    [{ newsletter: 'maybe' }, 'Choose an answer.'],
  ])('is not added with %j', async (wrong, message) => {
    const answer = await owner.post('/data/accounts', { ...NEW, email: 'other@nord.example', ...wrong });
    expect([answer.status, answer.body.includes(message)]).toEqual([422, true]);
    expect(answer.body).not.toContain(SECRET);
    expect((await owner.post('/data/accounts', {})).status).toBe(422);
  });

  test('is switched off, moved, and its answer about the newsletter changed', async () => {
    await dashboard.db
      .updateTable('account')
      .set({ newsletter_decided_at: null })
      .where('id', '=', accountId)
      .execute();
    const save = (fields: Record<string, string>) => operator.post(`/data/accounts/${accountId}`, fields);
    expect((await save({ active: 'no', country: 'DE', newsletter: '' })).status).toBe(303);
    expect(await accountRow()).toMatchObject({ active: false, country: 'de', newsletter_decided_at: null });
    expect((await save({ active: 'yes', country: '', newsletter: 'yes' })).status).toBe(303);
    expect(await accountRow()).toMatchObject({
      active: true,
      country: null,
      subscribe_newsletter: true,
      newsletter_decided_at: NOW,
    });
    expect(await lastLine()).toMatchObject({
      before: { active: false, newsletter: null },
      after: { active: true, newsletter: true },
    });
    const wrong = await save({ active: 'perhaps', country: 'x1', newsletter: 'yes' });
    expect([wrong.status, wrong.body.includes('Choose one.')]).toEqual([422, true]);
    expect((await operator.post('/data/accounts/999999', { active: 'yes' })).status).toBe(404);
  });

  test('gets another password, which nobody sees, and may go on with it', async () => {
    await dashboard.db
      .updateTable('account')
      .set({
        health: 'stopped',
        health_reason: 'wrong password',
        stop_cause: 'signed-out',
        session_sealed: Buffer.of(1),
      })
      .where('id', '=', accountId)
      .execute();
    const answer = await owner.post(`/data/accounts/${accountId}/password`, { password: SECRET });
    expect(answer.status).toBe(303);
    const row = await accountRow();
    expect(row).toMatchObject({ health: 'ok', session_sealed: null });
    expect(dashboard.vault.open(row.password_sealed, passwordContext(row.email))).toBe(SECRET);
    const pages = [
      await owner.get(`/data/accounts/${accountId}`),
      await owner.get('/settings/log'),
      await owner.get('/activity'),
    ];
    for (const { body } of pages) expect(body).not.toContain(SECRET);
    expect(JSON.stringify(await listAudit(dashboard.db, 100))).not.toContain(SECRET);
    expect((await owner.post(`/data/accounts/${accountId}/password`, { password: '' })).status).toBe(422);
  });
});

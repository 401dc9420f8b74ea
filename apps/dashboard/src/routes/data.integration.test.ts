import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addUser, type Seeded, seedDatabase } from '../../test/seed.ts';
import { TABLES } from '../data/tables.ts';

const HOSTILE = `<script>alert(1)</script>"'&{{ 7919 | times: 7919 }}`;
const CANARIES = ['sealed-password-canary', 'sealed-session-canary', 'password-hash-canary'];

let dashboard: TestDashboard;
let seeded: Seeded;
let viewer: Client;

beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard data');
  const { db } = dashboard;
  seeded = await seedDatabase(db, 70, NOW);
  await addUser(db, 'viewer', 'viewer', NOW);
  viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
  const [password_sealed, session_sealed] = CANARIES.map((text) => Buffer.from(text));
  await db
    .updateTable('account')
    .set({ password_sealed, session_sealed, writes_paused_reason: null })
    .execute();
  await db
    .insertInto('app_user')
    .values({ name: HOSTILE, role: 'viewer', password_hash: CANARIES[2] ?? '', created_at: NOW })
    .execute();
  await db.updateTable('contact').set({ first_name: HOSTILE, title: HOSTILE }).execute();
  await db.updateTable('verdict').set({ reason: HOSTILE, model_version: HOSTILE }).execute();
  await db.updateTable('campaign').set({ objective: HOSTILE, booking_link: HOSTILE }).execute();
  await db.updateTable('embedding').set({ model: HOSTILE }).execute();
  await db
    .updateTable('action')
    .set({ reason: HOSTILE, evidence: JSON.stringify({ [HOSTILE]: HOSTILE }) })
    .execute();
  await db
    .updateTable('lead_raw_profile')
    .set({ raw: JSON.stringify({ [HOSTILE]: HOSTILE }) })
    .execute();
});
afterAll(() => dashboard.stop());

/** The addresses of the rows a page lists. */
function rowPaths(slug: string, body: string): string[] {
  return [...body.matchAll(new RegExp(`<a class="data-link" href="(/data/${slug}/[^"]+)"`, 'g'))].map(
    // The one character of an address that the page escapes.
    ([, path = '']) => path.replaceAll('&#39;', "'"),
  );
}

test('the index lists every table with how many rows it has', async () => {
  const { status, body } = await viewer.get('/data');
  expect(status).toBe(200);
  for (const { slug } of TABLES) expect(body).toContain(`href="/data/${slug}"`);
  expect(body).toMatch(/Accounts<\/a>.*?<span class="data-size">2</s);
});

describe.each(TABLES.map(({ slug }) => slug))('%s', (slug) => {
  test('is listed, and its newest row shown whole; nothing in it is markup, and no secret', async () => {
    const list = await viewer.get(`/data/${slug}`);
    expect(list.status).toBe(200);
    const [path = ''] = rowPaths(slug, list.body);
    const row = await viewer.get(path);
    expect([path, row.status]).toEqual([path, 200]);
    for (const { body } of [list, row]) {
      expect(body.includes('<script>alert')).toBe(false);
      expect(body.includes('62710561')).toBe(false);
      for (const canary of CANARIES) expectNowhere(body, canary);
    }
  });
});

/** Neither as it is nor in a form that bytes are written in. */
function expectNowhere(body: string, secret: string): void {
  for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
    expect(body.includes(form)).toBe(false);
}

test('a list goes on where the page ended, and shows every row once', async () => {
  const seen: string[] = [];
  let path: string | null = '/data/leads';
  while (path) {
    const { body } = await viewer.get(path);
    seen.push(...rowPaths('leads', body));
    const next = /href="(\/data\/leads\?[^"]+)" rel="next"/.exec(body)?.[1];
    path = next ? next.replaceAll('&amp;', '&') : null;
  }
  const { length } = await dashboard.db.selectFrom('lead').select('id').execute();
  expect(length).toBeGreaterThan(50);
  expect(new Set(seen).size).toBe(length);
  expect(seen).toHaveLength(length);
});

test('rows are looked up by a column, leads searched by words, and a row leads on to what hangs on it', async () => {
  const { leadId } = seeded;
  const lead = await viewer.get(`/data/leads/${leadId}`);
  expect(lead.body).toContain(`href="/leads/${leadId}"`);
  expect(lead.body).toContain(`href="/data/verdicts?by=lead_id&amp;value=${leadId}"`);
  const verdicts = await viewer.get(`/data/verdicts?by=lead_id&value=${leadId}`);
  expect(rowPaths('verdicts', verdicts.body).length).toBeGreaterThan(0);
  expect(verdicts.body).toContain(`href="/data/leads/${leadId}"`);
  const { public_id: address, full_name: name } = await dashboard.db
    .selectFrom('lead')
    .select(['public_id', 'full_name'])
    .where('id', '=', leadId)
    .executeTakeFirstOrThrow();
  const byAddress = await viewer.get(`/data/leads?by=public_id&value=${encodeURIComponent(address)}`);
  expect(rowPaths('leads', byAddress.body)).toEqual([`/data/leads/${leadId}`]);
  const byWords = await viewer.get(`/data/leads?q=${encodeURIComponent(name ?? '')}`);
  expect(rowPaths('leads', byWords.body)).toContain(`/data/leads/${leadId}`);
});

test.each([
  ['/data/app_user', 404],
  ['/data/pg_shadow', 404],
  ['/data/__proto__', 404],
  ['/data/leads/0', 404],
  ['/data/leads/1%20or%201=1', 404],
  ['/data/leads/99999999999', 404],
  ['/data/leads/1:x', 404],
  ['/data/embeddings/1', 404],
  ['/data/embeddings/1:%00', 404],
  ['/data/leads/999999', 404],
  ['/data/leads/1/words', 404],
  ['/data/accounts/1/password_sealed', 404],
  ['/data/leads?by=words&value=x', 400],
  ['/data/accounts?by=password_sealed&value=x', 400],
  ['/data/leads?before=x', 400],
  ['/data/leads?on=x', 400],
  ["/data/leads?by=id&value=1'%20or%20'1'='1", 200],
  ['/data/leads?by=public_id&value=%00', 200],
  ['/data/leads?q=%00%27%26%7C!', 200],
])('%s is answered with %i', async (path, status) => {
  const answer = await viewer.get(path);
  expect(answer.status).toBe(status);
  if (status === 200) expect(rowPaths('leads', answer.body)).toEqual([]);
});

test('a document is sent whole, as a file that no browser takes for a page', async () => {
  const { leadId } = seeded;
  const answer = await viewer.get(`/data/raw-profiles/${leadId}/raw`);
  expect(answer.headers.get('Content-Type')).toContain('application/json');
  expect(answer.headers.get('Content-Disposition')).toBe(
    `attachment; filename=raw-profiles-${leadId}-raw.json`,
  );
  expect(JSON.parse(answer.body)).toEqual({ [HOSTILE]: HOSTILE });
});

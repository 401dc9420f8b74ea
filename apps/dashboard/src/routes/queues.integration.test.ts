import { connectRedis } from '@fairlead/shared/queue/connection';
import { createProducer } from '@fairlead/shared/queue/producer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Client, createClient } from '../../test/client.ts';
import { NOW, startTestDashboard, type TestDashboard } from '../../test/harness.ts';
import { addAccount, addUser, type Seeded, seedDatabase } from '../../test/seed.ts';

const Queues = z.object({
  queues: z.array(z.object({ name: z.string(), counts: z.record(z.string(), z.number()) })),
});

let dashboard: TestDashboard;
let owner: Client;
let seeded: Seeded;
beforeAll(async () => {
  dashboard = await startTestDashboard('dashboard queues');
  await addUser(dashboard.db, 'owner', 'owner', NOW);
  await addUser(dashboard.db, 'viewer', 'viewer', NOW);
  seeded = await seedDatabase(dashboard.db, 1, NOW);
  const redis = await connectRedis(dashboard.redisUrl, 'producer');
  const producer = createProducer(redis, dashboard.queuePrefix);
  const { campaignId, accountId } = seeded;
  await producer.enqueue({ name: 'enrich', payload: { campaignId, accountId } }, 1);
  await producer.close();
  redis.disconnect();
  owner = createClient(dashboard.url);
  await owner.signIn('owner');
});
afterAll(() => dashboard.stop());

const listQueues = async (client: Client) =>
  Queues.parse(JSON.parse((await client.get('/queues/api/queues')).body)).queues;

test('the board and its API need a login', async () => {
  const stranger = createClient(dashboard.url);
  for (const path of ['/queues', '/queues/api/queues', '/queues/static/images/logo.svg']) {
    expect((await stranger.get(path)).status).toBe(303);
  }
  expect((await stranger.send('/queues/api/queues/pause', { method: 'PUT' })).status).toBe(401);
});

test('shows the queues of every account, also of one that comes later', async () => {
  const page = await owner.get('/queues');
  expect(page.body).toContain('Fairlead queues');
  expect(page.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
  const { accountId, stoppedAccountId } = seeded;
  const before = await listQueues(owner);
  expect(before.map(({ name }) => name)).toEqual([
    'tick',
    'ml',
    `browser.${accountId}`,
    `browser.${stoppedAccountId}`,
  ]);
  expect(before[2]?.counts).toMatchObject({ prioritized: 1 });
  const laterId = await addAccount(dashboard.db, 'later@nordpost.example', NOW);
  expect((await listQueues(owner)).map(({ name }) => name)).toContain(`browser.${laterId}`);
});

test('changes come from our own page, from those who may, and never create jobs', async () => {
  const viewer = createClient(dashboard.url);
  await viewer.signIn('viewer');
  const own = { method: 'PUT', headers: { Origin: dashboard.url } };
  const queue = `/queues/api/queues/browser.${seeded.accountId}`;
  expect((await viewer.send(`${queue}/pause`, own)).status).toBe(403);
  expect((await owner.send(`${queue}/pause`, { method: 'PUT' })).status).toBe(403);
  const foreign = { method: 'PUT', headers: { Origin: 'https://evil.example' } };
  expect((await owner.send(`${queue}/pause`, foreign)).status).toBe(403);
  const json = { ...own, method: 'POST', body: '{}' };
  expect((await owner.send(`${queue}/add`, json)).status).toBe(403);
  expect((await owner.send(`${queue}/obliterate`, own)).status).toBe(403);
  expect((await owner.send(`${queue}/pause`, own)).status).toBe(200);
  expect((await owner.send(`${queue}/resume`, own)).status).toBe(200);
});

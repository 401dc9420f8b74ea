import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { Misconfigured } from './errors.ts';
import { createHealth, type Health } from './health.ts';
import { healthAddress, startHealthServer } from './health-server.ts';
import type { RunningServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
let health: Health;
let server: RunningServer;

beforeEach(async () => {
  health = createHealth();
  server = await startHealthServer(LOOPBACK, health, createMetrics('test', { withProcess: true }));
});
afterEach(() => server.close());

const ask = (path: string, method = 'GET') => fetch(new URL(path, server.url), { method });

test('there is no server unless a port is given', () => {
  expect(healthAddress(readSettings({}, ['FAIRLEAD_HEALTH_PORT', 'FAIRLEAD_HEALTH_HOST']))).toBeNull();
  const settings = readSettings({ FAIRLEAD_HEALTH_PORT: '9464' }, [
    'FAIRLEAD_HEALTH_PORT',
    'FAIRLEAD_HEALTH_HOST',
  ]);
  expect(healthAddress(settings)).toEqual({ host: '127.0.0.1', port: 9464 });
});

test.each(['/healthz', '/readyz'])('%s answers 200 or 503 with the checks as JSON', async (path) => {
  let fault: Error | null = null;
  const check = () => {
    if (fault) throw fault;
  };
  health.live('redis', check);
  health.ready('redis', check);
  const well = await ask(`${path}?verbose=1`);
  expect([well.status, await well.json()]).toEqual([200, { ok: true, checks: { redis: 'ok' } }]);
  fault = new Error('gone');
  const ill = await ask(path);
  expect([ill.status, await ill.json()]).toEqual([503, { ok: false, checks: { redis: 'gone' } }]);
  expect(ill.headers.get('cache-control')).toBe('no-store');
});

test('/metrics is the text format, with the metrics of the process', async () => {
  const response = await ask('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/^process_resident_memory_bytes\{service="test"\} \d+/m);
});

test('HEAD is answered without a body, other methods and paths are refused', async () => {
  const head = await ask('/healthz', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await ask('/healthz', 'POST')).status).toBe(405);
  expect((await ask('/')).status).toBe(404);
});

test('a port in use is a fault of the settings', async () => {
  const port = Number(new URL(server.url).port);
  const second = startHealthServer(
    { ...LOOPBACK, port },
    health,
    createMetrics('test', { withProcess: false }),
  );
  const error: unknown = await second.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Misconfigured);
  expect(error).toMatchObject({
    message: expect.stringContaining(`The health server cannot listen on 127.0.0.1:${port}: `),
    remedy: expect.stringContaining('FAIRLEAD_HEALTH_PORT'),
  });
});

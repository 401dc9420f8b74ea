import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { clockSays, diskHas, memoryIs, nodeIs } from './machine.ts';
import { downloadable } from './models.ts';

test.each([
  { version: '24.7.0', state: 'ok' },
  { version: '26.0.0', state: 'ok' },
  { version: '24.6.9', state: 'fail' },
  { version: '22.20.0', state: 'fail' },
])('Node $version: $state', ({ version, state }) => {
  expect(nodeIs(version).state).toBe(state);
});

test.each([
  { mb: 50_000, state: 'ok' },
  { mb: 1_000, state: 'warn' },
  { mb: 100, state: 'fail' },
])('$mb MB of disk: $state', ({ mb, state }) => {
  expect(diskHas(mb).state).toBe(state);
});

test.each([
  { mb: 8_000, state: 'ok' },
  { mb: 2_000, state: 'warn' },
  { mb: 512, state: 'fail' },
])('$mb MB of memory: $state', ({ mb, state }) => {
  expect(memoryIs(mb, 100).state).toBe(state);
});

test('a clock that shows the past is wrong', () => {
  expect(clockSays(0, 'UTC')).toMatchObject({ state: 'fail', remedy: expect.stringContaining('NTP') });
  const summer = Date.UTC(2027, 6, 1, 12);
  expect(clockSays(summer, 'Europe/Lisbon')).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('13:00'),
  });
});

test('an embedding model is asked for, not downloaded; a hub that has none, or is away, is a fault', async () => {
  const asked: (string | undefined)[] = [];
  const hub = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(url?.startsWith('/BAAI/known/') ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => {
    hub.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  expect(await downloadable('BAAI/known', url)).toMatchObject({ state: 'ok' });
  expect(await downloadable('BAAI/other', url)).toMatchObject({
    state: 'fail',
    detail: expect.stringContaining('404'),
  });
  expect(asked[0]).toBe('HEAD /BAAI/known/resolve/main/config.json');
  hub.closeAllConnections();
  hub.close();
  expect(await downloadable('BAAI/known', 'http://127.0.0.1:1')).toMatchObject({
    state: 'fail',
    remedy: expect.stringContaining('FAIRLEAD_EMBEDDING_MODEL_DIR'),
  });
});

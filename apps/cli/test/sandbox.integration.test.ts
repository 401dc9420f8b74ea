import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startCli } from './run-cli.ts';

const Answer = z.object({ url: z.url(), controlUrl: z.url() });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-sandbox-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('serves the simulated network and its control page until it is interrupted', async () => {
  const run = startCli(folder, ['sandbox', '--port', '0', '--people', '50', '--json']);
  await run.says(/control page/, 50_000);
  const { url, controlUrl } = Answer.parse(JSON.parse(run.stdout()));
  const page = await (await fetch(controlUrl)).text();
  expect(page).toContain('<code>weekly-limit</code>');
  expect((await fetch(`${url}/login`)).status).toBe(200);
  run.kill('SIGINT');
  expect((await run.ended).code).toBe(0);
});

test('says which port is in use, and the remedy', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await startCli(folder, ['sandbox', '--port', `${port}`]).ended;
  server.close();
  expect(code).toBe(78);
  expect(stderr).toContain(`Port ${port} is in use.`);
  expect(stderr).toContain('Remedy:');
});

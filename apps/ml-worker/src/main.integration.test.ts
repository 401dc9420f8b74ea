import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { type MigratedDatabase, openMigratedDatabase } from '@fairlead/testing/builders';
import { createTestRedis } from '@fairlead/testing/redis';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, 'main.ts');

let database: MigratedDatabase;
let reachable: Record<string, string>;

beforeAll(async () => {
  database = await openMigratedDatabase('ml_main');
  // The process uses our usual prefix: a logical database of its own keeps other tests out of its way.
  const redisUrl = new URL(createTestRedis('ml-main').url);
  redisUrl.pathname = '/13';
  reachable = { DATABASE_URL: database.url, REDIS_URL: redisUrl.href, FAIRLEAD_EMBEDDER: 'hashing' };
});
afterAll(() => database.drop());

test('ends with message and remedy, without a stack, when the key of the language model is missing', async () => {
  const failure = await promisify(execFile)(process.execPath, [MAIN], { env: reachable }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 78, stderr: expect.stringMatching(/Remedy: .*\.env/) });
  const { stderr } = failure as { stderr: string };
  expect(stderr).toContain('FAIRLEAD_LLM_API_KEY is missing');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('starts, answers for its health, and stops on SIGTERM', async () => {
  const env = { ...reachable, FAIRLEAD_LLM_API_KEY: 'sk-invented', FAIRLEAD_HEALTH_PORT: '0' };
  const child = execFile(process.execPath, [MAIN], { env });
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('The process has no standard output.');
  let output = '';
  let healthUrl = '';
  let readiness: unknown;
  for await (const line of createInterface(child.stdout)) {
    output += line;
    const record = JSON.parse(line);
    healthUrl = record.healthUrl ?? healthUrl;
    if (record.msg !== 'ready') continue;
    readiness = await (await fetch(new URL('/readyz', healthUrl))).json();
    child.kill('SIGTERM');
  }
  const embedder = `ok: ${EMBEDDING_MODELS.hashing}`;
  expect(readiness).toEqual({
    ok: true,
    checks: { process: 'ok', database: 'ok', redis: 'ok', embedder, queue: 'ok: no job waits' },
  });
  expect(await exited).toEqual([0, null]);
  expect(output).not.toContain('sk-invented');
});

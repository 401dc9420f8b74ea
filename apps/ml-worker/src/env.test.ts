import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { describe, expect, test } from 'vitest';
import { readMlWorkerEnv } from './env.ts';

const GIVEN = {
  DATABASE_URL: 'postgres://localhost/fairlead',
  REDIS_URL: 'redis://localhost',
  FAIRLEAD_LLM_API_KEY: 'sk-invented',
};

test('has a default for everything but the servers and the key, and does not show the key', () => {
  const settings = readMlWorkerEnv(GIVEN);
  expect(settings).toMatchObject({
    databaseUrl: GIVEN.DATABASE_URL,
    redisUrl: GIVEN.REDIS_URL,
    llm: { model: 'gpt-5-mini', baseUrl: undefined },
    embedder: { name: 'bge-small-en-v1.5', modelDir: undefined, stateDir: '.fairlead' },
    clock: {},
  });
  expect(settings.llm.apiKey.reveal()).toBe('sk-invented');
  expect(JSON.stringify(settings)).not.toContain('sk-invented');
});

describe('the newsletter endpoint is configuration, empty by default (mission §3, newsletter)', () => {
  const FAIRLEAD_NEWSLETTER_ENDPOINT = 'https://news.example/subscriptions';

  test('none unless it is given', () => {
    for (const FAIRLEAD_TARGET of ['sandbox', 'linkedin'])
      expect(readMlWorkerEnv({ ...GIVEN, FAIRLEAD_TARGET }).newsletter).toEqual({
        endpoint: null,
        defaultToYes: false,
      });
  });

  test('none for the invented accounts of the sandbox', () => {
    const target = (FAIRLEAD_TARGET: string) =>
      readMlWorkerEnv({ ...GIVEN, FAIRLEAD_NEWSLETTER_ENDPOINT, FAIRLEAD_TARGET }).newsletter.endpoint;
    expect(target('linkedin')).toBe(FAIRLEAD_NEWSLETTER_ENDPOINT);
    expect(target('sandbox')).toBeNull();
  });
});

test('names everything that is missing at once', () => {
  expect(() => readMlWorkerEnv({})).toThrow(Misconfigured);
  for (const variable of Object.keys(GIVEN)) {
    expect(() => readMlWorkerEnv({})).toThrow(`${variable} is missing`);
  }
});

test('names every malformed value at once', () => {
  const broken = { ...GIVEN, FAIRLEAD_EMBEDDER: 'word2vec', FAIRLEAD_LLM_BASE_URL: 'localhost' };
  expect(() => readMlWorkerEnv(broken)).toThrow(/FAIRLEAD_LLM_BASE_URL[\s\S]*FAIRLEAD_EMBEDDER/);
});

import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { expect, test } from 'vitest';
import { readSchedulerEnv } from './env.ts';

const URLS = { DATABASE_URL: 'postgres://localhost/fairlead', REDIS_URL: 'redis://localhost' };

test('has a default for everything but the two servers', () => {
  expect(readSchedulerEnv(URLS)).toEqual({
    databaseUrl: URLS.DATABASE_URL,
    redisUrl: URLS.REDIS_URL,
    logLevel: 'info',
    health: null,
    tracing: null,
    embeddingModel: 'BAAI/bge-small-en-v1.5',
    llmPrices: [],
    tickMs: 15_000,
    pace: {
      minActionIntervalMs: 120_000,
      jitterShare: 0.2,
      idleRecheckMs: 60_000,
      enrichMinIntervalMs: 10_000,
      enrichBatch: 5,
      minQualifiableLeads: 50,
      partnerNewDeals: 20,
      maxLeads: null,
      refitAfterLabels: 5,
    },
    clock: {},
  });
});

test('reads what the tokens of each model cost, or says how to write it', () => {
  const read = (prices: string) => readSchedulerEnv({ ...URLS, FAIRLEAD_LLM_PRICES: prices }).llmPrices;
  expect(read('small=0.25/2, own/llama:8b = 0 / 0')).toEqual([
    { model: 'small', prompt: 0.25, completion: 2 },
    { model: 'own/llama:8b', prompt: 0, completion: 0 },
  ]);
  for (const wrong of ['small', 'small=1', 'small=1/', 'small=-1/2', 'small=1/2,', 'small=a/b'])
    expect(messageOf(() => read(wrong))).toContain('model=prompt/completion');
});

test('names every fault at once', () => {
  const broken = { FAIRLEAD_TICK_SECONDS: '-1', FAIRLEAD_MAX_LEADS: 'many', FAIRLEAD_TIK: '1' };
  const message = messageOf(() => readSchedulerEnv({ ...URLS, ...broken }));
  for (const variable of Object.keys(broken)) expect(message).toContain(variable);
});

test('names every server that is missing', () => {
  const message = messageOf(() => readSchedulerEnv({ DATABASE_URL: '' }));
  expect(message).toContain('DATABASE_URL is missing');
  expect(message).toContain('REDIS_URL is missing');
});

test('lets only the simulation run faster than real time', () => {
  const fast = { ...URLS, FAIRLEAD_CLOCK_SPEED: '3600', FAIRLEAD_CLOCK_ORIGIN: '2026-01-05T08:00:00Z' };
  expect(readSchedulerEnv(fast).clock).toEqual({ speed: 3600, origin: new Date('2026-01-05T08:00:00Z') });
  expect(() => readSchedulerEnv({ ...fast, FAIRLEAD_TARGET: 'linkedin' })).toThrow('FAIRLEAD_CLOCK_SPEED');
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Misconfigured) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

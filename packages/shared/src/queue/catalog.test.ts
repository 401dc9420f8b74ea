import { describe, expect, expectTypeOf, test } from 'vitest';
import { Lane } from '../domain/lane.ts';
import {
  browserQueueName,
  CATALOG,
  type CatalogRow,
  type JobName,
  type JobsOf,
  jobNamesOf,
  type PlannedJob,
  queueNameOf,
  workKey,
} from './catalog.ts';

const NAMES = Object.keys(CATALOG) as JobName[];
const SAMPLES: Record<string, unknown> = {
  tick: {},
  browser: { campaignId: 3, accountId: 7 },
  ml: { campaignId: 3 },
};

const rowOf = (name: JobName): CatalogRow => CATALOG[name];
const sampleOf = (name: JobName): PlannedJob =>
  ({ name, payload: rowOf(name).payload.parse(SAMPLES[rowOf(name).queue]) }) as PlannedJob;

/** BullMQ's rule for ids and names. */
const legal = /^(?!\d+$)[^:]+$/;

test('every lane has a job, and the plan besides', () => {
  expect([...NAMES].sort()).toEqual([...Lane.options, 'plan'].sort());
});

describe.each(NAMES)('%s', (name) => {
  const row = rowOf(name);

  test('accepts a sample payload', () => {
    expect(row.payload.safeParse(SAMPLES[row.queue]).success).toBe(true);
  });

  test('carries ids and nothing else', () => {
    for (const [field, value] of Object.entries(sampleOf(name).payload)) {
      expect(field).toMatch(/Id$/);
      expect(value).toBeTypeOf('number');
    }
  });

  test.each([0, -1, 1.5, '3', null])('refuses the id %j', (id) => {
    const fields = Object.keys(sampleOf(name).payload);
    for (const field of fields)
      expect(row.payload.safeParse({ ...sampleOf(name).payload, [field]: id }).success).toBe(false);
  });

  test('has a legal identity and queue', () => {
    expect(workKey(sampleOf(name))).toMatch(legal);
    expect(`${workKey(sampleOf(name))}-29000000`).toMatch(legal);
    expect(queueNameOf(sampleOf(name))).toMatch(legal);
  });

  test('has sane numbers', () => {
    expect(row.attempts).toBeGreaterThanOrEqual(1);
    expect(row.backoffMs).toBeGreaterThan(0);
    expect(row.timeoutMs).toBeGreaterThanOrEqual(60_000);
  });
});

test('the types know the jobs of each kind, so that a missing handler does not compile', () => {
  expectTypeOf<JobsOf<'tick'>>().toEqualTypeOf<'plan'>();
  expectTypeOf<JobsOf<'ml'>>().toEqualTypeOf<'embed' | 'draft' | 'qualify' | 'fit' | 'seed' | 'keywords'>();
  expectTypeOf<JobsOf<'browser'>>().toEqualTypeOf<
    'settle' | 'connect' | 'check-pending' | 'follow-up' | 'enrich' | 'search'
  >();
});

test('acts on people are never tried twice by the queue', () => {
  for (const name of ['settle', 'connect', 'follow-up', 'check-pending'] as const)
    expect(CATALOG[name].attempts).toBe(1);
});

test('the same work has the same identity, other work another', () => {
  const connect = (campaignId: number, accountId: number): string =>
    workKey({ name: 'connect', payload: { campaignId, accountId } });
  expect(connect(1, 2)).toBe(connect(1, 2));
  expect(new Set([connect(1, 2), connect(2, 1), connect(12, 1), connect(1, 21)]).size).toBe(4);
  expect(workKey({ name: 'embed', payload: {} })).toBe('embed-all');
});

test('every account has its own queue; the others are shared', () => {
  expect(queueNameOf({ name: 'search', payload: { campaignId: 1, accountId: 7 } })).toBe(browserQueueName(7));
  expect(browserQueueName(7)).not.toBe(browserQueueName(8));
  expect(queueNameOf({ name: 'embed', payload: {} })).toBe('ml');
  expect(queueNameOf({ name: 'plan', payload: {} })).toBe('tick');
});

test('within a kind every job has its own priority, settling first', () => {
  for (const kind of ['tick', 'browser', 'ml'] as const) {
    const priorities = jobNamesOf(kind).map((name) => CATALOG[name].priority);
    expect(new Set(priorities).size).toBe(priorities.length);
  }
  const byPriority = [...jobNamesOf('browser')].sort((a, b) => CATALOG[a].priority - CATALOG[b].priority);
  expect(byPriority).toEqual(['settle', 'connect', 'check-pending', 'follow-up', 'enrich', 'search']);
});

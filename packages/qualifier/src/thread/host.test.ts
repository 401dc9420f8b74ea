import { seededRandom } from '@fairlead/shared/runtime/random';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { syntheticLabels } from '../../test/synthetic.ts';
import { createStrategy } from '../strategies.ts';
import type { StrategyContext } from '../strategy.ts';
import { NotOpen, ThreadLost } from './errors.ts';
import { createQualifierHost, type OpenCampaign, type QualifierHost } from './host.ts';

const context: StrategyContext = { embeddingModel: 'model-a', objective: null };
const pool = syntheticLabels(77, 60);
const training = pool.slice(0, 30);
const rest = pool.slice(30);
const campaign: OpenCampaign = { name: 'classic', options: {}, context, snapshot: null, labels: training };
const nothing = { add: [], remove: [], seed: 1 };

let host: QualifierHost;
let lost: Error[];
beforeEach(() => {
  lost = [];
  host = createQualifierHost({ onLost: (error) => void lost.push(error) });
});
afterEach(() => host.close());

describe('a campaign in the thread', () => {
  test('answers as a strategy beside the caller', async () => {
    const strategy = createStrategy('classic', {}, context);
    for (const label of training) strategy.observe(label);
    expect(await host.open('a', campaign)).toEqual({ restored: false });
    const first = rest[0]?.vector as Float32Array;
    const vectors = rest.map(({ vector }) => vector);
    expect(await host.propose('a', { add: rest, remove: [], seed: 3 })).toEqual(
      strategy.propose(rest, seededRandom(3)),
    );
    expect(await host.decide('a', first)).toEqual(strategy.decide(first));
    expect(await host.probabilities('a', vectors)).toEqual(strategy.probabilities(vectors));
    expect(await host.heldOut('a')).toEqual(strategy.heldOut());
    expect(await host.concerns('a')).toEqual(strategy.concerns());
    expect(await host.reopen('a', rest)).toEqual([]);
    expect(await host.snapshot('a')).toEqual(strategy.snapshot());
    expect(first).toHaveLength(384);
  });

  test('learns what it is told, and keeps its candidates between choices', async () => {
    await host.open('a', { ...campaign, labels: training.slice(0, 20) });
    await host.observe('a', training.slice(20));
    await host.propose('a', { add: rest, remove: [], seed: 1 });
    const [gone, again] = [rest[3], rest[5]];
    const change = { add: [again as (typeof rest)[0]], remove: [gone?.id ?? -1, again?.id ?? -1], seed: 1 };
    expect(await host.propose('a', change)).not.toBeNull();
    const ids = rest.map(({ id }) => id).filter((id) => id !== gone?.id && id !== again?.id);
    expect(await host.held('a')).toEqual({
      labels: training.map(({ id }) => id),
      candidates: [...ids, again?.id],
    });
  });

  test('takes a pool of thousands in parts, in order', async () => {
    await host.open('a', campaign);
    const vector = rest[0]?.vector as Float32Array;
    const many = Array.from({ length: 2_500 }, (_, id) => ({ id: id + 1_000, vector }));
    await host.propose('a', { add: rest, remove: [], seed: 1 });
    const change = { add: many, remove: rest.map(({ id }) => id), seed: 1 };
    expect(await host.propose('a', change)).not.toBeNull();
    expect((await host.held('a'))?.candidates).toEqual(many.map(({ id }) => id));
  });

  test('comes back from its snapshot', async () => {
    await host.open('a', campaign);
    const snapshot = await host.snapshot('a');
    const before = await host.probabilities('a', [rest[0]?.vector as Float32Array]);
    expect(await host.open('b', { ...campaign, snapshot })).toEqual({ restored: true });
    expect(await host.probabilities('b', [rest[0]?.vector as Float32Array])).toEqual(before);
    expect((await host.held('b'))?.labels).toHaveLength(training.length);
    const other = { embeddingModel: 'model-b', objective: null };
    expect(await host.open('b', { ...campaign, snapshot, context: other })).toEqual({ restored: false });
  });

  test('that is not open is said to be so', async () => {
    await expect(host.propose('a', nothing)).rejects.toBeInstanceOf(NotOpen);
    expect(await host.held('a')).toBeNull();
    await host.open('a', campaign);
    await host.forget('a');
    await expect(host.snapshot('a')).rejects.toBeInstanceOf(NotOpen);
  });

  test('keeps apart from the others', async () => {
    await host.open('a', campaign);
    await host.open('b', { ...campaign, labels: [] });
    expect(await host.probabilities('b', [])).toBeNull();
    expect(await host.probabilities('a', [])).not.toBeNull();
  });
});

test('beyond the memory bound those used least recently are dropped', async () => {
  await host.close();
  // Thirty labels of 384 numbers take about 150 kB.
  host = createQualifierHost({ maxBytes: 350_000 });
  for (const key of ['a', 'b']) await host.open(key, campaign);
  await host.concerns('a');
  await host.open('c', campaign);
  expect(await host.held('b')).toBeNull();
  for (const key of ['a', 'c']) expect(await host.held(key)).not.toBeNull();
  await host.propose('a', { add: syntheticLabels(1, 100), remove: [], seed: 1 });
  expect(await host.held('c')).toBeNull();
  expect(await host.held('a')).not.toBeNull();
});

describe('errors', () => {
  test('of a strategy arrive as they were thrown, and the thread lives on', async () => {
    await host.open('a', campaign);
    await expect(host.decide('a', new Float32Array(3).fill(1))).rejects.toBeInstanceOf(RangeError);
    await expect(host.open('b', { ...campaign, options: { gaurd: false } })).rejects.toThrow('gaurd');
    expect(await host.held('a')).not.toBeNull();
    expect(lost).toEqual([]);
  });

  test('a message that is none of the protocol is refused', async () => {
    await host.open('a', campaign);
    await expect(host.propose('a', { ...nothing, seed: 0.5 })).rejects.toThrow('seed');
    await expect(host.open('', campaign)).rejects.toThrow('key');
  });
});

test('closing cuts off what is under way, and is final', async () => {
  await host.open('a', campaign);
  const cut = host.propose('a', { add: rest, remove: [], seed: 1 });
  const outcome = expect(cut).rejects.toBeInstanceOf(ThreadLost);
  await host.close();
  await outcome;
  await expect(host.held('a')).rejects.toThrow('closed');
  expect(lost).toEqual([]);
});

test("the caller's vectors stay its own", async () => {
  const objective = new Float32Array(384).fill(0.05);
  await host.open('a', { ...campaign, context: { ...context, objective } });
  await host.decide('a', objective);
  expect(objective).toHaveLength(384);
  expect(training[0]?.vector).toHaveLength(384);
});

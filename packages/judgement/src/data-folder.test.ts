import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDataFolder } from './data-folder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairlead-data-'));
  await writeArray('embeddings.npy', Float32Array.of(1, 0, 0, 1, 0.6, 0.8), [3, 2]);
  await writeArray('objectives.npy', Float32Array.of(1, 0, 0, 1), [2, 2]);
  await writeJson('labels.json', ['b', 'a', 'a']);
  await writeJson('objectives.json', { b: 'about b', a: 'about a' });
  await writeJson('tasks.json', [{ name: 't', positives: ['b'], rate: 0.3, pool: 10, noise: 0.05 }]);
});
afterEach(() => rm(folder, { recursive: true }));

async function writeArray(name: string, data: Float32Array | Float64Array, shape: number[]): Promise<void> {
  await writeFile(join(folder, name), Buffer.from(dump(data, shape)));
}

async function writeJson(name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

test('rows, and objectives in alphabetical order of category', async () => {
  const data = await readDataFolder(folder);
  expect(data.categories).toEqual(['b', 'a', 'a']);
  expect(data.vectors.map((vector) => [...vector])).toEqual([
    [1, 0],
    [0, 1],
    [Math.fround(0.6), Math.fround(0.8)],
  ]);
  expect([...(data.objectives.get('a') ?? [])]).toEqual([1, 0]);
  expect(data.tasks).toHaveLength(1);
});

test.each([
  ['no folder', async () => rm(join(folder, 'labels.json')), 'labels.json cannot be read'],
  ['no JSON', () => writeFile(join(folder, 'labels.json'), '[oops'), 'labels.json cannot be read'],
  ['a label too few', () => writeJson('labels.json', ['a']), '3 vectors, but 1 labels'],
  ['an objective too many', () => writeJson('objectives.json', { a: '', b: '', c: '' }), '3 objectives'],
  [
    'numbers of the wrong kind',
    () => writeArray('embeddings.npy', Float64Array.of(1, 0), [1, 2]),
    'not a two-dimensional float32 array',
  ],
  [
    'no array at all',
    () => writeFile(join(folder, 'embeddings.npy'), 'text'),
    'embeddings.npy cannot be read',
  ],
  [
    'other dimensions',
    () => writeArray('objectives.npy', Float32Array.of(1, 0, 0, 0, 1, 0), [2, 3]),
    'different lengths',
  ],
  ['a rate of nothing', () => writeJson('tasks.json', [{ name: 't', rate: 0 }]), 'tasks.json'],
  [
    'an unknown category',
    () => writeJson('tasks.json', [{ name: 't', positives: ['z'], rate: 0.3, pool: 10, noise: 0 }]),
    'no such category: z',
  ],
])('%s is said, with the layout as the remedy', async (_, spoil, words) => {
  await spoil();
  await expect(readDataFolder(folder)).rejects.toMatchObject({
    name: 'Misconfigured',
    message: expect.stringContaining(words),
    remedy: expect.stringContaining('objectives.npy'),
  });
});

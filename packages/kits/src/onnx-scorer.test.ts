import { EMBEDDING_DIMENSIONS } from '@fairlead/shared/domain/embedding';
import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import { describe, expect, test } from 'vitest';
import { openOnnx } from './onnx-scorer.ts';
import { type LinearOptions, linearOnnx } from './testing/linear-onnx.ts';

const random = seededRandom(5);
const numbers = (count: number) => Float32Array.from({ length: count }, () => gaussian(random));
const weights = numbers(EMBEDDING_DIMENSIONS);
const people = Array.from({ length: 9 }, () => numbers(EMBEDDING_DIMENSIONS).map((value) => value / 20));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const product = (vector: Float32Array): number =>
  vector.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);

async function scores(options: Partial<LinearOptions> = {}, vectors = people): Promise<number[]> {
  const scorer = await openOnnx(linearOnnx({ weights, ...options }));
  try {
    return [...(await scorer.probabilities(vectors))];
  } finally {
    await scorer.close();
  }
}

const refusal = (options: Partial<LinearOptions>): Promise<unknown> =>
  openOnnx(linearOnnx({ weights, ...options })).catch((error: Error) => error.message);

describe('a model in ONNX', () => {
  test('scores any number of people', async () => {
    const found = await scores();
    for (const [i, vector] of people.entries()) expect(found[i]).toBeCloseTo(sigmoid(product(vector)), 5);
    expect(await scores({}, [])).toEqual([]);
    expect(await scores({}, people.slice(0, 1))).toHaveLength(1);
  });

  test('that says no and yes of each is taken at its yes', async () => {
    const two = new Float32Array(2 * EMBEDDING_DIMENSIONS);
    weights.forEach((weight, i) => {
      two[2 * i + 1] = weight;
    });
    const found = await scores({ weights: two, columns: 2 });
    for (const [i, vector] of people.entries()) expect(found[i]).toBeCloseTo(sigmoid(product(vector)), 5);
  });

  test('whose scores leave 0–1 is clipped, as the mean of a Gaussian process is', async () => {
    const found = await scores({ raw: true });
    for (const [i, vector] of people.entries()) {
      expect(found[i]).toBeCloseTo(Math.min(1, Math.max(0, product(vector))), 5);
    }
  });

  test('that gives no number gives none', async () => {
    const broken = weights.map(() => Number.NaN);
    expect((await scores({ weights: broken })).every(Number.isNaN)).toBe(true);
  });
});

describe('is refused at once', () => {
  test.each([
    ['other vectors', { weights: numbers(10), inputShape: ['n', 10] }, 'reads float32 [n, 10]'],
    ['one person at a time', { inputShape: [1, EMBEDDING_DIMENSIONS] }, 'reads float32 [1, 384]'],
    [
      'three numbers for each',
      { weights: numbers(3 * EMBEDDING_DIMENSIONS), columns: 3 },
      'gives float32 [2, 3]',
    ],
    ['weights in another file', { elsewhere: '../../etc/passwd' }, 'keeps weights in other files'],
  ])('a model of %s', async (_, options, why) => {
    expect(await refusal(options)).toContain(why);
  });

  test('a file that is no model', async () => {
    await expect(openOnnx(Buffer.from('hello'))).rejects.toThrow(/cannot be loaded/);
  });
});

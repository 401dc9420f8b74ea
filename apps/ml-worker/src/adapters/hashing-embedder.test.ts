import { describe, expect, test } from 'vitest';
import { hashingEmbedder } from './hashing-embedder.ts';

const embedder = hashingEmbedder();

async function vectorOf(text: string): Promise<Float32Array> {
  const [vector] = await embedder.embed([text]);
  return vector ?? new Float32Array();
}

async function similarity(a: string, b: string): Promise<number> {
  const [x, y] = await Promise.all([vectorOf(a), vectorOf(b)]);
  return x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
}

describe('hashingEmbedder', () => {
  test.each(['head of sales at a packaging firm', 'a a a a', 'Ωμέγα 42', '', '  …! '])(
    '%j becomes a unit vector',
    async (text) => {
      const vector = await vectorOf(text);
      expect(vector).toHaveLength(384);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    },
  );

  test('is deterministic, in the order given, and blind to case and punctuation', async () => {
    const batch = await embedder.embed(['plant manager', 'nurse']);
    expect(batch[0]).toEqual(await vectorOf('Plant, Manager!'));
    expect(batch[1]).toEqual(await vectorOf('nurse'));
  });

  test('texts that share words are closer than texts that do not', async () => {
    const sales = 'regional sales director for packaging machines';
    const near = await similarity(sales, 'sales director, packaging industry');
    const far = await similarity(sales, 'paediatric nurse in a city hospital');
    expect(near).toBeGreaterThan(far + 0.2);
  });

  test('word order matters a little', async () => {
    const value = await similarity('data engineer platform', 'platform data engineer');
    expect(value).toBeGreaterThan(0.5);
    expect(value).toBeLessThan(0.999);
  });

  test('closes', async () => {
    await expect(embedder.close()).resolves.toBeUndefined();
  });
});

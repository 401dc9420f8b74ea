import { linearOnnx } from '@fairlead/kits/testing/linear-onnx';
import { EMBEDDING_DIMENSIONS } from '@fairlead/shared/domain/embedding';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { expect, test } from 'vitest';
import { scriptedHost } from '../testing/scripted-host.ts';
import { kitRankers } from './kit-rankers.ts';

const axis = (i: number): Float32Array => {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  vector[i] = 1;
  return vector;
};

test('a kit with a model in ONNX ranks people, without the thread of the strategies', async () => {
  const host = scriptedHost({});
  const model = linearOnnx({ weights: Float32Array.from(axis(0), (value) => 4 * value) });
  const ranker = await kitRankers(host)({ format: 'onnx', model });
  const [likely = 0, unlikely = 1] = await ranker.probabilities([axis(0), axis(1)]);
  await ranker.close();
  expect(likely).toBeCloseTo(1 / (1 + Math.exp(-4)), 5);
  expect(unlikely).toBeCloseTo(0.5, 5);
  expect(host.calls).toEqual([]);
});

test.each(['snapshot', 'onnx'] as const)('a file that is no %s model is refused', async (format) => {
  const model = Buffer.from('hello');
  await expect(kitRankers(scriptedHost({}))({ format, model })).rejects.toThrow(Misconfigured);
});

import { expect, test } from 'vitest';
import { readSettings } from '../runtime/env.ts';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODELS } from './embedding.ts';

test('what is embedded with, unless told otherwise, is BAAI/bge-small-en-v1.5 with 384 dimensions', () => {
  const { FAIRLEAD_EMBEDDER } = readSettings({}, ['FAIRLEAD_EMBEDDER']);
  expect(EMBEDDING_MODELS[FAIRLEAD_EMBEDDER]).toBe('BAAI/bge-small-en-v1.5');
  expect(EMBEDDING_DIMENSIONS).toBe(384);
});

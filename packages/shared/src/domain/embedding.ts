/** The models that may be configured, and the names stored beside their vectors. All have 384 dimensions. */
export const EMBEDDING_MODELS = {
  'bge-small-en-v1.5': 'BAAI/bge-small-en-v1.5',
  hashing: 'hashing-384-v1',
} as const;

export const EMBEDDING_DIMENSIONS = 384;

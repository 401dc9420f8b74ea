import { join } from 'node:path';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { hashingEmbedder } from './hashing-embedder.ts';
import type { Embedder } from './ports.ts';
import { loadTransformersEmbedder } from './transformers-embedder.ts';

export interface EmbedderChoice {
  name: keyof typeof EMBEDDING_MODELS;
  /** Folder with the model; when absent it is downloaded once below `stateDir`. */
  modelDir: string | undefined;
  stateDir: string;
}

/** The configured embedder. Throws `Misconfigured` when its model cannot be had. */
export async function loadEmbedder({ name, modelDir, stateDir }: EmbedderChoice): Promise<Embedder> {
  switch (name) {
    case 'hashing':
      return hashingEmbedder();
    case 'bge-small-en-v1.5':
      return await loadTransformersEmbedder({
        model: EMBEDDING_MODELS[name],
        cacheDir: join(stateDir, 'models'),
        ...(modelDir === undefined ? {} : { modelDir }),
      });
  }
}

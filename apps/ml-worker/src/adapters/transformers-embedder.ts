import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import { batchesByLength } from './length-batches.ts';
import { type Embedder, embeddingDimensions } from './ports.ts';

const remedy =
  'Set FAIRLEAD_EMBEDDING_MODEL_DIR to a folder that holds the model, or FAIRLEAD_EMBEDDER=hashing to do without one.';

export interface TransformersOptions {
  /**
   * A folder with `<org>/<name>/{config,tokenizer,tokenizer_config}.json` and `onnx/model.onnx` below.
   * Given, nothing is ever downloaded. Default: the model is downloaded once into `cacheDir`.
   */
  readonly modelDir?: string;
  /** Where downloads are kept. Default: the library's own cache folder. */
  readonly cacheDir?: string;
  /** Where downloads come from: a mirror of the hub. Default https://huggingface.co/. */
  readonly remoteHost?: string;
  /** The model's `<org>/<name>`. Default BAAI/bge-small-en-v1.5. */
  readonly model?: string;
  /** Texts per run of the network. Default 16. */
  readonly batchSize?: number;
}

/**
 * Loads a sentence embedding model: CLS pooling, L2-normalised, 32-bit. One text is run once, so that
 * a model of another width is refused at start and not at the first lead.
 *
 * Throws Misconfigured when the model is missing, cannot be read or downloaded, or is not 384 wide.
 */
export async function loadTransformersEmbedder(options: TransformersOptions = {}): Promise<Embedder> {
  const { model = 'BAAI/bge-small-en-v1.5', batchSize = 16 } = options;
  const extract = await loadPipeline(model, options);
  try {
    await embedBatch(extract, ['width']);
  } catch (error) {
    await extract.dispose();
    throw new Misconfigured(
      `The embedding model ${model} is of no use: ${coerceError(error).message}`,
      remedy,
      {
        cause: error,
      },
    );
  }
  return embedderOf(extract, model, batchSize);
}

/** An embedder on a loaded pipeline, which it closes. */
export function embedderOf(extract: FeatureExtractionPipeline, model: string, batchSize: number): Embedder {
  return {
    model,
    embed: async (texts) => {
      const vectors: Float32Array[] = [];
      for (const batch of batchesByLength(texts, batchSize)) {
        const made = await embedBatch(
          extract,
          batch.map(({ text }) => text),
        );
        for (const [i, { at }] of batch.entries()) vectors[at] = made[i] as Float32Array;
      }
      return vectors;
    },
    close: async () => {
      await extract.dispose();
    },
  };
}

/** The pipeline as the library makes it. */
export async function loadPipeline(
  model: string,
  { modelDir, cacheDir, remoteHost = 'https://huggingface.co/' }: TransformersOptions,
): Promise<FeatureExtractionPipeline> {
  if (modelDir !== undefined) await requireModelFile(join(modelDir, model, 'onnx', 'model.onnx'), model);
  // Imported on demand: the native runtime costs 100 MB, which the hashing embedder need not pay.
  const { env, LogLevel, pipeline } = await import('@huggingface/transformers');
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = modelDir === undefined;
  env.allowLocalModels = modelDir !== undefined;
  env.remoteHost = remoteHost;
  if (modelDir !== undefined) env.localModelPath = modelDir;
  try {
    return await pipeline('feature-extraction', model, {
      dtype: 'fp32',
      device: 'cpu',
      ...(cacheDir === undefined ? {} : { cache_dir: cacheDir }),
    });
  } catch (error) {
    const doing = modelDir === undefined ? `downloaded from ${remoteHost}` : `read from ${modelDir}`;
    throw new Misconfigured(
      `The embedding model ${model} could not be ${doing}: ${coerceError(error).message}`,
      remedy,
      {
        cause: error,
      },
    );
  }
}

async function requireModelFile(path: string, model: string): Promise<void> {
  try {
    await access(path);
  } catch (error) {
    throw new Misconfigured(`The embedding model ${model} is missing: there is no ${path}`, remedy, {
      cause: error,
    });
  }
}

/** One run of the network: [texts, 384] in one block, cut into rows. Throws when the model has another width. */
async function embedBatch(
  extract: FeatureExtractionPipeline,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const output = await extract([...texts], { pooling: 'cls', normalize: true });
  const width = output.dims[1];
  if (width !== embeddingDimensions) {
    throw new Error(`its vectors have ${width} numbers, ${embeddingDimensions} are needed`);
  }
  const numbers = Float32Array.from(output.data as Float32Array);
  output.dispose();
  return texts.map((_, i) => numbers.slice(i * width, (i + 1) * width));
}

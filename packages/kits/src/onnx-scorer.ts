import { EMBEDDING_DIMENSIONS } from '@fairlead/shared/domain/embedding';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { kitFault } from './fault.ts';

/** A model in ONNX, loaded. */
export interface OnnxScorer {
  /** The score of each vector, clipped to 0–1; NaN where the model gives no number. */
  probabilities(vectors: readonly Float32Array[]): Promise<Float64Array>;
  close(): Promise<void>;
}

const remedy = `It takes one input of ${EMBEDDING_DIMENSIONS} floats for each person, [n, ${EMBEDDING_DIMENSIONS}], and gives one float for each: see docs/partners.md.`;

/**
 * Loads a model from memory, on one thread of the runtime's own, and runs it once, so that a model of another
 * shape is refused here and not at the first person. Throws `Misconfigured`.
 */
export async function openOnnx(bytes: Uint8Array): Promise<OnnxScorer> {
  if (refersToFiles(bytes))
    throw kitFault('the ONNX model keeps weights in other files.', 'Save it as one file.');
  // Imported on demand: the native runtime costs 100 MB, which kits in our own format need not pay.
  const { InferenceSession: Session, Tensor: NewTensor } = await import('onnxruntime-node');
  const session = await Session.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  }).catch((error: unknown) => {
    throw kitFault(`the ONNX model cannot be loaded: ${coerceError(error).message}`, remedy, error);
  });
  const run = async (vectors: readonly Float32Array[]): Promise<Float64Array> => {
    const data = new Float32Array(vectors.length * EMBEDDING_DIMENSIONS);
    vectors.forEach((vector, i) => {
      data.set(vector, i * EMBEDDING_DIMENSIONS);
    });
    const input = new NewTensor('float32', data, [vectors.length, EMBEDDING_DIMENSIONS]);
    const results = await session.run({ [session.inputNames[0] ?? '']: input });
    return scoresIn(Object.values(results), vectors.length);
  };
  try {
    checkInput(session);
    // Two people, for one could be given whatever the shape.
    await run([new Float32Array(EMBEDDING_DIMENSIONS), new Float32Array(EMBEDDING_DIMENSIONS).fill(0.05)]);
  } catch (error) {
    await session.release();
    throw error;
  }
  return {
    probabilities: async (vectors) => (vectors.length === 0 ? new Float64Array() : await run(vectors)),
    close: () => session.release(),
  };
}

function checkInput({ inputMetadata }: InferenceSession): void {
  const [input, ...others] = inputMetadata;
  if (!input || others.length > 0 || !input.isTensor) {
    throw kitFault(`the ONNX model has ${inputMetadata.length} inputs.`, remedy);
  }
  const [count, width, ...more] = input.shape;
  // A number is a fixed size; a batch must have none.
  const isRight = more.length === 0 && typeof count !== 'number' && width === EMBEDDING_DIMENSIONS;
  if (input.type === 'float32' && isRight) return;
  throw kitFault(`the ONNX model reads ${input.type} [${input.shape.join(', ')}].`, remedy);
}

/** One number for each person: [n], [n, 1], or, of a classifier, the last column of [n, 2]. */
function scoresIn(results: readonly Tensor[], count: number): Float64Array {
  const scores = results.find(
    ({ type, dims: [rows, columns = 1, ...more] }) =>
      type === 'float32' && rows === count && columns >= 1 && columns <= 2 && more.length === 0,
  );
  if (!scores) {
    const shapes = results.map(({ type, dims }) => `${type} [${dims.join(', ')}]`).join(' and ');
    throw kitFault(`the ONNX model gives ${shapes} for ${count} people.`, remedy);
  }
  const columns = scores.dims[1] ?? 1;
  const data = scores.data as Float32Array;
  return Float64Array.from({ length: count }, (_, i) =>
    Math.min(1, Math.max(0, data[i * columns + columns - 1] as number)),
  );
}

/** The entry of a tensor that says in which file its numbers are: the key `location`, as ONNX writes it. */
const ELSEWHERE = Buffer.from('\n\x08location', 'latin1');

function refersToFiles(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ELSEWHERE);
}

import { createHash } from 'node:crypto';
import { PortableModel, readPortable } from '@fairlead/qualifier/portable';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import type { KitFormat } from '@fairlead/shared/domain/partner';
import { coerceError } from '@fairlead/shared/runtime/errors';
import { kitFault } from './fault.ts';
import { openOnnx } from './onnx-scorer.ts';

/** The name of the model's file says what it is. */
export const MODEL_FILES: Readonly<Record<KitFormat, string>> = {
  snapshot: 'model.json',
  onnx: 'model.onnx',
};

/** A model file that was read and found usable. */
export interface KitModel {
  format: KitFormat;
  /** Whose vectors it reads. */
  embeddingModel: string;
  bytes: Buffer;
  /** SHA-256 in hexadecimal. */
  digest: string;
}

/** Checks a kit's model file. ONNX does not say whose vectors it reads: they are those of the default model. Throws `Misconfigured`. */
export async function checkKitModel(format: KitFormat, bytes: Buffer): Promise<KitModel> {
  const embeddingModel = format === 'snapshot' ? checkSnapshot(bytes) : await checkOnnx(bytes);
  return { format, embeddingModel, bytes, digest: sha256(bytes) };
}

/** The model in our own format. Throws `Misconfigured`. */
export function readSnapshot(bytes: Buffer): PortableModel {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw kitFault(`${MODEL_FILES.snapshot} is no JSON.`, EXPORT_ANEW, cause);
  }
  const { data, error } = PortableModel.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  throw kitFault(
    `${MODEL_FILES.snapshot}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`,
    EXPORT_ANEW,
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const EXPORT_ANEW = 'Export it anew with a Fairlead of this version: ./fairlead kit export';

function checkSnapshot(bytes: Buffer): string {
  const model = readSnapshot(bytes);
  if (model.dimension !== EMBEDDING_DIMENSIONS) {
    const fault = `${MODEL_FILES.snapshot}: dimension: it reads vectors of ${model.dimension} numbers, ours have ${EMBEDDING_DIMENSIONS}`;
    throw kitFault(fault, EXPORT_ANEW);
  }
  try {
    readPortable(model);
  } catch (error) {
    throw kitFault(`${MODEL_FILES.snapshot}: ${coerceError(error).message}`, EXPORT_ANEW, error);
  }
  return model.embeddingModel;
}

async function checkOnnx(bytes: Buffer): Promise<string> {
  const scorer = await openOnnx(bytes);
  await scorer.close();
  return EMBEDDING_MODELS['bge-small-en-v1.5'];
}

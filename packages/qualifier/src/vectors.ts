import { createHash } from 'node:crypto';

/** Whether an embedding says anything: every number finite, and not all of them zero. */
export function isUsable(vector: Float32Array): boolean {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] as number) ** 2;
  return squares > 0 && Number.isFinite(squares);
}

/** A checksum of a vector's numbers and their order: equal vectors have equal ones. */
export function checksum(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) * (i + 1);
  return sum;
}

// Vectors are never changed, and are looked at again with every new label.
const fingerprints = new WeakMap<Float32Array, string>();

/** A text that only equal vectors share. */
export function fingerprint(vector: Float32Array): string {
  const known = fingerprints.get(vector);
  if (known !== undefined) return known;
  const made = createHash('md5')
    .update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    .digest('base64');
  fingerprints.set(vector, made);
  return made;
}

/** Of vectors of one length. */
export function areEqual(a: Float32Array, b: Float32Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

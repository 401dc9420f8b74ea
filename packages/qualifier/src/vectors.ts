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

/** A text that only equal vectors share. */
export function fingerprint(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1');
}

/** Of vectors of one length. */
export function areEqual(a: Float32Array, b: Float32Array): boolean {
  if (a === b) return true;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

import { sql } from 'kysely';

/** pgvector's text form of a vector, which is a JSON array of numbers. */
export function encodeVector(vector: Float32Array): string {
  return JSON.stringify(Array.from(vector));
}

/** pgvector's binary form, for a query that joins `embedding`: reading it takes a tenth of the time of the text. */
export const sentVector = sql<Buffer>`public.vector_send(embedding.vector)`;

const HEADER_BYTES = 4;

/** From pgvector's binary form: two 16-bit numbers, then the elements as big-endian 32-bit floats. */
export function decodeSentVector(bytes: Buffer): Float32Array {
  const elements = Buffer.from(bytes.subarray(HEADER_BYTES)).swap32();
  return new Float32Array(new Uint8Array(elements).buffer);
}

import { z } from 'zod';

const Numbers = z.array(z.number());

/** pgvector's text form of a vector, which is a JSON array of numbers. */
export function encodeVector(vector: Float32Array): string {
  return JSON.stringify(Array.from(vector));
}

/** From pgvector's text form; 32-bit floats, as the column stores them. */
export function decodeVector(text: string): Float32Array {
  return Float32Array.from(Numbers.parse(JSON.parse(text)));
}

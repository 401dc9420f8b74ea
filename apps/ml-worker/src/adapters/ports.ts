import type { z } from 'zod';

/** How many numbers a lead's embedding has; the database column has as many. */
export const embeddingDimensions = 384;

/** Turns texts into unit vectors. */
export interface Embedder {
  /** The model's name, stored beside every vector: vectors of different models never mix. */
  readonly model: string;
  /** One unit-norm vector of 384 numbers per text, in the order given. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** What one call to the language model cost. */
export interface LlmUsage {
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** One question whose answer must fit a schema. */
export interface LlmRequest<T> {
  /** The kind of answer in one word, for the model and for logs: `verdict`, `keywords`, `follow_up`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly system: string;
  readonly user: string;
  readonly temperature: number;
  /** Wall-clock milliseconds for the whole answer, a repair included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface LlmAnswer<T> {
  readonly value: T;
  /** The cost of all attempts together. */
  readonly usage: LlmUsage;
}

/** A language model that answers in structured data. */
export interface Llm {
  /**
   * Asks once, and once more where the answer does not fit the schema.
   *
   * Throws Misconfigured (key refused, model or address unknown), Throttled (told to wait), the
   * signal's reason when aborted, and a plain Error, worth a retry, for everything else.
   */
  complete<T>(request: LlmRequest<T>): Promise<LlmAnswer<T>>;
}

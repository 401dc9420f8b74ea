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

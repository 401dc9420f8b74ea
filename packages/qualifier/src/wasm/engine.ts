interface Module {
  readonly [kind: symbol]: unknown;
}

/** The part of the WebAssembly API in use. */
interface Engine {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: Module, imports: object) => { readonly exports: unknown };
}

export type WasmModule = Module;

/** TypeScript knows WebAssembly only with the types of a browser. */
export const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;

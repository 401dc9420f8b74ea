import { readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const source = new URL('./kernels.ts', import.meta.url);
const target = new URL('../src/wasm/kernels.wasm', import.meta.url);

// No allocator and no checks: the caller lays out the memory it brings along.
const memory = ['--runtime', 'stub', '--importMemory', '--initialMemory', '1', '--noAssert'];
const speed = ['-O3', '--converge', '--enable', 'simd', '--enable', 'relaxed-simd'];

/** The kernels as WebAssembly. Throws what the compiler says of the source. */
export async function compileKernels(): Promise<Uint8Array> {
  const text = await readFile(source, 'utf8');
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main(['kernels.ts', '--outFile', 'kernels.wasm', ...memory, ...speed], {
    readFile: (name) => (name === 'kernels.ts' ? text : null),
    writeFile: (_name, contents) => {
      binary = new Uint8Array(contents as Uint8Array);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString(), { cause: error });
  return binary;
}

if (import.meta.main) await writeFile(target, await compileKernels());

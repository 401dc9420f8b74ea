import { join } from 'node:path';
import { elapsedTimer } from '@fairlead/shared/runtime/clock';
import { Failed } from '../failed.ts';
import { staleFiles } from '../generated-files.ts';
import type { Output } from '../output.ts';
import { ROOT } from '../paths.ts';
import { run } from '../setup/run.ts';

interface Gate {
  name: string;
  program: string;
  args: readonly string[];
  /** What repairs it. */
  remedy: string;
}

const GATES: readonly Gate[] = [
  {
    name: 'format and lint',
    program: 'biome',
    args: ['check', '--error-on-warnings', '.'],
    remedy: './fairlead check --fix',
  },
  { name: 'types', program: 'tsc', args: ['-p', '.'], remedy: 'correct the types' },
  {
    name: 'import rules',
    program: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', 'apps', 'packages'],
    remedy: 'keep to the import table in ARCHITECTURE.md',
  },
  { name: 'dead code', program: 'knip', args: [], remedy: 'remove what nothing uses' },
];

/** Runs every gate side by side and reports all that fail. Throws when one does. */
export async function check({ fix }: { fix: boolean }, out: Output): Promise<void> {
  if (fix) await gate({ name: 'repair', program: 'biome', args: ['check', '--write', '.'], remedy: '' }, out);
  const passed = await Promise.all([...GATES.map((each) => gate(each, out)), generatedFiles(out)]);
  if (passed.includes(false)) throw new Failed('The check failed; see above.');
}

async function gate({ name, program, args, remedy }: Gate, out: Output): Promise<boolean> {
  const elapsedMs = elapsedTimer();
  const { ok, output } = await run(join(ROOT, 'node_modules/.bin', program), args);
  const seconds = (elapsedMs() / 1_000).toFixed(1);
  if (ok) out.step(`${name}: ok (${seconds} s)`);
  else out.warn(`${name}: failed (${seconds} s)\n${output.trim()}\n  Remedy: ${remedy}`);
  return ok;
}

async function generatedFiles(out: Output): Promise<boolean> {
  const stale = await staleFiles();
  if (stale.length === 0) out.step('generated files: ok');
  else out.warn(`generated files: not what the code says: ${stale.join(', ')}\n  Remedy: ./fairlead docs`);
  return stale.length === 0;
}

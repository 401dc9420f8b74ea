import { readFile } from 'node:fs/promises';
import { run } from '../setup/run.ts';

/**
 * The command line of a running process, null when there is none of that number. A number that was
 * written down may belong to another program by now: compare before believing it.
 */
export async function commandOf(pid: number): Promise<string | null> {
  // Containers often lack ps, Macs lack /proc.
  const cmdline = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (cmdline !== null) return cmdline.split('\0').join(' ').trim() || null;
  const { ok, output } = await run('ps', ['-p', `${pid}`, '-o', 'args=']);
  return ok ? output.trim() : null;
}

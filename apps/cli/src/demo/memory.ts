import { glob, readFile } from 'node:fs/promises';

/**
 * Megabytes the processes and their descendants hold: proportional set size, so that shared pages
 * count once. Null where the system does not tell (anything but Linux).
 */
export async function memoryMb(roots: readonly number[]): Promise<number | null> {
  const tree = await descendants(roots);
  let kilobytes = 0;
  for (const pid of tree) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes === 0 ? null : Math.round(kilobytes / 1024);
}

async function descendants(roots: readonly number[]): Promise<Set<number>> {
  const childrenOf = new Map<number, number[]>();
  for await (const path of glob('/proc/[0-9]*/stat')) {
    const stat = await readFile(path, 'utf8').catch(() => '');
    const [pid, parent] = [Number.parseInt(stat, 10), Number(/\) \S (\d+)/.exec(stat)?.[1])];
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid]);
  }
  const found = new Set<number>();
  const visit = (pid: number): void => {
    if (found.has(pid)) return;
    found.add(pid);
    for (const child of childrenOf.get(pid) ?? []) visit(child);
  };
  for (const root of roots) visit(root);
  return found;
}

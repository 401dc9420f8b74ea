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

/** The processes that `pid` started, oldest first. Empty where the system does not tell. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  return (await processTree()).get(pid) ?? [];
}

async function descendants(roots: readonly number[]): Promise<Set<number>> {
  const tree = await processTree();
  const found = new Set<number>();
  const visit = (pid: number): void => {
    if (found.has(pid)) return;
    found.add(pid);
    for (const child of tree.get(pid) ?? []) visit(child);
  };
  for (const root of roots) visit(root);
  return found;
}

/** Every process by its parent. */
async function processTree(): Promise<Map<number, number[]>> {
  const tree = new Map<number, number[]>();
  for await (const path of glob('/proc/[0-9]*/stat')) {
    const stat = await readFile(path, 'utf8').catch(() => '');
    const [pid, parent] = [Number.parseInt(stat, 10), Number(/\) \S (\d+)/.exec(stat)?.[1])];
    tree.set(
      parent,
      [...(tree.get(parent) ?? []), pid].sort((a, b) => a - b),
    );
  }
  return tree;
}

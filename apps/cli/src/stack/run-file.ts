import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Where a running stack can be reached: what `status` and `doctor` look at. */
const RunFile = z.object({
  pid: z.int(),
  databaseUrl: z.string(),
  redisUrl: z.string(),
  dashboardUrl: z.string(),
});
export type RunFile = z.infer<typeof RunFile>;

/** The demo's own state folder, below the system's. */
export const DEMO_FOLDER = 'demo';

const pathOf = (stateDir: string): string => join(stateDir, 'run.json');

export async function writeRunFile(stateDir: string, facts: RunFile): Promise<void> {
  await writeFile(pathOf(stateDir), JSON.stringify(facts), { mode: 0o600 });
}

export async function removeRunFile(stateDir: string): Promise<void> {
  await rm(pathOf(stateDir), { force: true });
}

/** Null when nothing runs from this state folder. */
export async function readRunFile(stateDir: string): Promise<RunFile | null> {
  const text = await readFile(pathOf(stateDir), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = RunFile.safeParse(JSON.parse(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What runs from the state folder: the system itself, else the demo. */
export async function findRunning(stateDir: string): Promise<RunFile | null> {
  return (await readRunFile(stateDir)) ?? (await readRunFile(join(stateDir, DEMO_FOLDER)));
}

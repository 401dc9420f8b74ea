import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { commandOf } from './process-command.ts';

/** Where a running stack can be reached. Null what is not up yet. */
const RunFacts = z.object({
  pid: z.int(),
  databaseUrl: z.string().nullable(),
  redisUrl: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
});
export type RunFacts = z.infer<typeof RunFacts>;

const RunFile = RunFacts.extend({ command: z.string().nullable() });

/** The demo's own state folder, below the system's. */
export const DEMO_FOLDER = 'demo';

const pathOf = (stateDir: string): string => join(stateDir, 'run.json');

export async function writeRunFile(stateDir: string, facts: RunFacts): Promise<void> {
  const content = { ...facts, command: await commandOf(facts.pid) } satisfies z.infer<typeof RunFile>;
  await writeJsonFile(pathOf(stateDir), content);
}

export async function removeRunFile(stateDir: string): Promise<void> {
  await rm(pathOf(stateDir), { force: true });
}

/** Null when nothing runs from this state folder. */
export async function readRunFile(stateDir: string): Promise<RunFacts | null> {
  const file = await readJsonFile(pathOf(stateDir), RunFile);
  if (!file) return null;
  const { command, ...facts } = file;
  // In a container a killed run and this one easily get the same number.
  const running = facts.pid !== process.pid && command !== null && (await commandOf(facts.pid)) === command;
  return running ? facts : null;
}

/** What runs from the state folder: the system itself, else the demo. */
export async function findRunning(stateDir: string): Promise<RunFacts | null> {
  return (await readRunFile(stateDir)) ?? (await readRunFile(join(stateDir, DEMO_FOLDER)));
}

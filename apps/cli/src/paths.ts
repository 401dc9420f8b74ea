import { join } from 'node:path';

/** The project's root folder. */
export const ROOT = join(import.meta.dirname, '../../..');

/** Where the operator stood: a path given as an argument is relative to it. */
export const CALLED_FROM = process.cwd();

/** The program a process of ours runs. */
export const PROGRAMS = {
  scheduler: join(ROOT, 'apps/scheduler/src/main.ts'),
  'browser-worker': join(ROOT, 'apps/browser-worker/src/main.ts'),
  'ml-worker': join(ROOT, 'apps/ml-worker/src/main.ts'),
  dashboard: join(ROOT, 'apps/dashboard/src/main.ts'),
  sandbox: join(ROOT, 'apps/sandbox/src/main.ts'),
  postgres: join(ROOT, 'packages/pglite-server/src/main.ts'),
} as const;

export type ProgramName = keyof typeof PROGRAMS;

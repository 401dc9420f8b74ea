import { join } from 'node:path';
import type { ChildOptions } from '../child.ts';

/** How to start the actor in one of its roles. It logs below `folder`. */
export function actorOptions(folder: string, role: string, ...args: string[]): ChildOptions {
  return {
    name: role,
    command: process.execPath,
    args: [join(import.meta.dirname, 'actor.ts'), role, ...args],
    env: {},
    logFile: join(folder, `${role}.log`),
    readyTimeoutMs: 15_000,
  };
}

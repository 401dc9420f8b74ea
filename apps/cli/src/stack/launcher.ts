import { join } from 'node:path';
import { PROGRAMS, type ProgramName } from '../paths.ts';
import type { Child } from './child.ts';
import type { Supervisor } from './supervisor.ts';

/** Starts one of our programs under supervision and waits until it is ready. */
export type Launch = (
  name: ProgramName,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  readyTimeoutMs: number,
  /** Where several run: 1, 2, … The first goes by the program's name. */
  replica?: number,
) => Promise<Child>;

/** Each program logs to a file of its own below the state folder. */
export function launcher(stateDir: string, supervisor: Supervisor): Launch {
  return (program, args, environment, readyTimeoutMs, replica = 1) => {
    const name = replica === 1 ? program : `${program}-${replica}`;
    return supervisor.start({
      name,
      command: process.execPath,
      args: [PROGRAMS[program], ...args],
      env: { ...machineEnvironment(), ...environment },
      logFile: join(stateDir, 'logs', `${name}.log`),
      readyTimeoutMs,
    });
  };
}

/** What any program needs of the machine; none of the operator's own variables. */
function machineEnvironment(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'LANG',
    'TZ',
    'TMPDIR',
    'DISPLAY',
    'XDG_RUNTIME_DIR',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_FILE',
  ];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

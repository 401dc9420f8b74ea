import { Misconfigured } from '@fairlead/shared/runtime/errors';
import type { Output } from '../output.ts';
import { findOnPath, run } from './run.ts';

/** What one program's package is called. */
export interface SystemPackage {
  what: string;
  apt: string;
  brew: readonly string[];
}

/**
 * Installs a package through the machine's own package manager, saying so first. Throws
 * `Misconfigured` with the command to run by hand when that is not possible.
 */
export async function installPackage(wanted: SystemPackage, out: Output): Promise<void> {
  const byHand = `Install it yourself: sudo apt-get install ${wanted.apt}   (on a Mac: brew install ${wanted.brew.join(' ')})`;
  const command = await installCommand(wanted);
  if (!command)
    throw new Misconfigured(`${wanted.what} is not on this machine and cannot be installed by us.`, byHand);
  out.step(`Installing ${wanted.what}: ${command.join(' ')} (up to a minute)`);
  const [program = '', ...args] = command;
  const first = await run(program, args);
  if (first.ok) return;
  const update = aptUpdate(command);
  const second =
    update && (await run(update[0] ?? '', update.slice(1))).ok ? await run(program, args) : first;
  if (!second.ok) {
    throw new Misconfigured(`${wanted.what} could not be installed: ${lastLine(second.output)}`, byHand);
  }
}

async function installCommand({ apt, brew }: SystemPackage): Promise<string[] | null> {
  if (await findOnPath(['apt-get'])) {
    const install = ['apt-get', 'install', '-y', '--no-install-recommends', apt];
    if (process.getuid?.() === 0) return install;
    // Never ask for a password in the middle of a set-up.
    return (await run('sudo', ['-n', 'true'])).ok ? ['sudo', '-n', ...install] : null;
  }
  return (await findOnPath(['brew'])) ? ['brew', 'install', ...brew] : null;
}

/** The package lists may never have been fetched, or be stale. */
function aptUpdate(command: readonly string[]): string[] | null {
  const at = command.indexOf('apt-get');
  return at < 0 ? null : [...command.slice(0, at), 'apt-get', 'update'];
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

import { readFileSync } from 'node:fs';
import { coerceError } from './errors.ts';
import type { SettingName } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const FILE_SUFFIX = '_FILE';

/** The setting a variable names the file of: `X` for `X_FILE`; null for every other variable. */
export function settingOfFile(variable: string): string | null {
  return variable.endsWith(FILE_SUFFIX) ? variable.slice(0, -FILE_SUFFIX.length) : null;
}

/**
 * The environment with the content of the file `NAME_FILE` names as `NAME`, for each of `names`, one
 * trailing newline cut: secrets mounted as files need not stand in the environment. The faults are a
 * setting given both ways, and a file that cannot be read; they never hold its content.
 */
export function readSettingFiles(
  env: Environment,
  names: readonly SettingName[],
): { env: Environment; faults: ReadonlyMap<SettingName, string> } {
  const values: Record<string, string> = {};
  const faults = new Map<SettingName, string>();
  for (const name of names) {
    const variable = `${name}${FILE_SUFFIX}`;
    const path = env[variable]?.trim();
    if (!path) continue;
    if (env[name]?.trim()) {
      faults.set(name, `${name} and ${variable} are both given: keep one of them`);
      continue;
    }
    try {
      values[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (thrown) {
      const { message } = coerceError(thrown);
      faults.set(
        name,
        `${variable}: the file cannot be read: ${message}. Mount it, or make it readable to us`,
      );
    }
  }
  return { env: { ...env, ...values }, faults };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Environment, readSettings, type Settings } from '@fairlead/shared/runtime/env';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { ROOT } from './paths.ts';

/** The project's `.env` file below the real environment, which wins. Throws `Misconfigured` when it cannot be read. */
export function loadEnvironment(
  envFile: string = join(ROOT, '.env'),
  environment: Environment = process.env,
): Environment {
  return { ...readEnvFile(envFile), ...environment };
}

/**
 * Every setting: a command that needs only a few still says what is wrong with the others. `alsoWrong`
 * finds what does not go together.
 */
export function loadSettings(
  alsoWrong?: (settings: Settings<SettingName>) => readonly string[],
): Settings<SettingName> {
  return readSettings(loadEnvironment(), Object.keys(SETTINGS) as SettingName[], [], alsoWrong);
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (thrown) {
    const error = coerceError(thrown);
    if ('code' in error && error.code === 'ENOENT') return {}; // There need not be one.
    throw new Misconfigured(`${path} cannot be read: ${error.message}`, 'Make it a file that you can read.');
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Environment, readSettings, type Settings } from '@fairlead/shared/runtime/env';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { ROOT } from './paths.ts';

/** The `.env` file of the project below the real environment, which wins. */
export function loadEnvironment(): Environment {
  return { ...readEnvFile(join(ROOT, '.env')), ...process.env };
}

/** Every setting: a command that needs only a few still says what is wrong with the others. */
export function loadSettings(): Settings<SettingName> {
  return readSettings(loadEnvironment(), Object.keys(SETTINGS) as SettingName[]);
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {}; // There need not be one.
  }
}

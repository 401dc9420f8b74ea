import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '@fairlead/shared/runtime/env';
import { ROOT } from './paths.ts';

/** The `.env` file of the project below the real environment, which wins. */
export function loadEnvironment(): Environment {
  return { ...readEnvFile(join(ROOT, '.env')), ...process.env };
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    return {}; // There need not be one.
  }
}

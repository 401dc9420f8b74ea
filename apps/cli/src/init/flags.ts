import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { misconfiguredSettings } from '@fairlead/shared/runtime/env';
import { coerceError } from '@fairlead/shared/runtime/errors';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import { CALLED_FROM } from '../paths.ts';
import { FIELDS, type Field } from './fields.ts';

/** Answers as they would stand in the environment. */
export type Answers = Readonly<Partial<Record<SettingName, string>>>;

/** What the command line gave for a field: a text, or true for a flag without one. */
export type FlagValues = Readonly<Record<string, string | boolean | undefined>>;

/** The answers that flags give. Throws one `Misconfigured` for all files that cannot be read. */
export function answersOfFlags(values: FlagValues): Answers {
  const answers: Partial<Record<SettingName, string>> = {};
  const faults: string[] = [];
  for (const field of FIELDS) {
    const value = values[field.flag];
    if (value === undefined || value === false) continue;
    try {
      answers[field.setting] = answerOf(field, value);
    } catch (thrown) {
      faults.push(`--${field.flag}: the file cannot be read: ${coerceError(thrown).message}`);
    }
  }
  if (faults.length > 0) throw misconfiguredSettings(faults);
  return answers;
}

function answerOf({ kind }: Field, value: string | true): string {
  if (value === true) return 'yes';
  if (kind === 'secret') return readAnswer(value);
  return kind === 'lines' ? expandFile(value) : value;
}

/** `@path` is what the file holds; anything else is itself. Throws when the file cannot be read. */
export function expandFile(text: string): string {
  const path = /^@([^\n]+)$/.exec(text.trim())?.[1];
  return path === undefined ? text : readAnswer(path);
}

function readAnswer(path: string): string {
  return readFileSync(resolve(CALLED_FROM, path), 'utf8').replace(/\r?\n$/, '');
}

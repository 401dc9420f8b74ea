import type { Settings } from '@fairlead/shared/runtime/env';
import { coerceError, Misconfigured } from '@fairlead/shared/runtime/errors';
import type { SettingName } from '@fairlead/shared/runtime/settings';
import type { Output } from '../output.ts';

/** What one check says. */
export interface Examination {
  /** warn: it works, but look at it. */
  state: 'ok' | 'warn' | 'fail';
  detail: string;
  /** Null when all is well. */
  remedy: string | null;
}

/** What a check may look at. */
export interface Patient {
  settings: Settings<SettingName>;
  /** The settings that were given, and not left to their defaults. */
  isGiven(name: SettingName): boolean;
  out: Output;
}

export type Check = (patient: Patient) => Promise<Examination> | Examination;

export const ok = (detail: string): Examination => ({ state: 'ok', detail, remedy: null });
export const warn = (detail: string, remedy: string): Examination => ({ state: 'warn', detail, remedy });
export const fail = (detail: string, remedy: string): Examination => ({ state: 'fail', detail, remedy });

/** The check, with what it throws as a failure. */
export async function examine(check: Check, patient: Patient): Promise<Examination> {
  try {
    return await check(patient);
  } catch (thrown) {
    const error = coerceError(thrown);
    return fail(error.message, error instanceof Misconfigured ? error.remedy : 'See the message.');
  }
}

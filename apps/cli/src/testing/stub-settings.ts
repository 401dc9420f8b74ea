import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { vi } from 'vitest';

/** Exactly these settings, whatever the developer's own environment and `.env` say. An empty one counts as absent. */
export function onlySettings(settings: Partial<Record<SettingName, string>>): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ''])), ...settings };
}

/** The same for this process, until `vi.unstubAllEnvs()`. */
export function stubSettings(settings: Partial<Record<SettingName, string>>): void {
  for (const [name, value] of Object.entries(onlySettings(settings))) vi.stubEnv(name, value);
}

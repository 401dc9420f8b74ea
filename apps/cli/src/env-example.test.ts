import { parseEnv } from 'node:util';
import { readSettings } from '@fairlead/shared/runtime/env';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { expect, test } from 'vitest';
import { renderEnvExample } from './env-example.ts';

const NAMES = Object.keys(SETTINGS) as SettingName[];

test('as it stands it sets nothing', () => {
  expect(parseEnv(renderEnvExample())).toEqual({});
});

test('every setting can be uncommented, and its example is accepted', () => {
  const environment = parseEnv(renderEnvExample().replaceAll(/^# (?=[A-Z_]+=)/gm, ''));
  expect(Object.keys(environment).sort()).toEqual([...NAMES].sort());
  for (const name of NAMES) expect(environment[name]).toBe(SETTINGS[name].example);
  expect(() => readSettings(environment, NAMES)).not.toThrow();
});

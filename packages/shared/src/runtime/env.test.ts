import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Environment, readSettings, requireSettings } from './env.ts';
import { Misconfigured } from './errors.ts';
import { Secret } from './secret.ts';
import { SETTINGS, type SettingName } from './settings.ts';

const ALL = Object.keys(SETTINGS) as SettingName[];

/** The error reading these variables ends with. */
function faultsOf(env: Environment, names: readonly SettingName[] = ALL): Misconfigured {
  try {
    readSettings(env, names);
  } catch (error) {
    if (error instanceof Misconfigured) return error;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

describe('readSettings', () => {
  test('needs nothing: every setting has a default or may be absent', () => {
    expect(readSettings({}, ALL)).toMatchObject({
      FAIRLEAD_TARGET: 'sandbox',
      FAIRLEAD_RISK_ACCEPTED: false,
      FAIRLEAD_HEADLESS: true,
      FAIRLEAD_SUBSCRIBE_NEWSLETTER: undefined,
      FAIRLEAD_CONNECT_DAILY: 20,
      FAIRLEAD_CONNECT_WEEKLY: 100,
      FAIRLEAD_FOLLOW_UP_DAILY: 30,
      FAIRLEAD_MIN_ACTION_INTERVAL_SECONDS: 120,
      FAIRLEAD_MIN_QUALIFIABLE_LEADS: 50,
      FAIRLEAD_DASHBOARD_HOST: '127.0.0.1',
      FAIRLEAD_CLOCK_SPEED: 1,
    });
  });

  test.each(ALL)('takes an empty or blank %s as absent', (name) => {
    expect(readSettings({ [name]: '' }, [name])).toEqual(readSettings({}, [name]));
    expect(readSettings({ [name]: '  ' }, [name])).toEqual(readSettings({}, [name]));
  });

  test('reads only what it is asked for', () => {
    const settings = readSettings({ FAIRLEAD_CONNECT_DAILY: 'many' }, ['FAIRLEAD_TICK_SECONDS']);
    expect(settings).toEqual({ FAIRLEAD_TICK_SECONDS: 15 });
  });

  test('turns texts into what they mean', () => {
    const settings = readSettings(
      {
        FAIRLEAD_HEADLESS: 'no',
        FAIRLEAD_RISK_ACCEPTED: 'yes',
        FAIRLEAD_CONNECT_DAILY: '0',
        FAIRLEAD_CLOCK_ORIGIN: '2026-01-05T08:00:00Z',
        FAIRLEAD_LLM_API_KEY: 'sk-planted',
      },
      ALL,
    );
    expect(settings.FAIRLEAD_HEADLESS).toBe(false);
    expect(settings.FAIRLEAD_RISK_ACCEPTED).toBe(true);
    expect(settings.FAIRLEAD_CONNECT_DAILY).toBe(0);
    expect(settings.FAIRLEAD_CLOCK_ORIGIN).toEqual(new Date('2026-01-05T08:00:00Z'));
    expect(settings.FAIRLEAD_LLM_API_KEY).toBeInstanceOf(Secret);
    expect(settings.FAIRLEAD_LLM_API_KEY?.reveal()).toBe('sk-planted');
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readSettings({}, ALL))).toBe(true);
  });

  test('tells every fault at once, each with its variable and an example', () => {
    const { message, remedy } = faultsOf({
      DATABASE_URL: 'mysql://localhost/fairlead',
      FAIRLEAD_CONNECT_DAILY: '-1',
      FAIRLEAD_TARGET: 'elsewhere',
      FAIRLEAD_HEADLES: 'no',
    });
    expect(message).toContain(`DATABASE_URL: is not a URL of the expected kind. Example: postgres://`);
    expect(message).toContain('FAIRLEAD_CONNECT_DAILY');
    expect(message).toContain('FAIRLEAD_TARGET');
    expect(message).toContain(
      'FAIRLEAD_HEADLES is not a setting of Fairlead. Did you mean FAIRLEAD_HEADLESS?',
    );
    expect(message.split('\n')).toHaveLength(5);
    expect(remedy).toContain('.env.example');
  });

  test('names the nearest setting for a misspelt one', () => {
    const misspelt = { FAIRLEAD_CONECT_DALY: '5', FAIRLEAD_LLM_KEY: 'x', FAIRLEAD_TIMEZONE: 'UTC' };
    const { message } = faultsOf(misspelt, []);
    expect(message).toContain('Did you mean FAIRLEAD_CONNECT_DAILY?');
    expect(message).toContain('Did you mean FAIRLEAD_LLM_');
    expect(message).toContain('FAIRLEAD_TIMEZONE is not a setting');
  });

  test('leaves variables that are not ours alone', () => {
    expect(() => readSettings({ PATH: '/bin', DATABASE_URLS: 'x' }, ALL)).not.toThrow();
  });

  test('never shows a value in a fault', () => {
    const { message } = faultsOf({
      DATABASE_URL: 'mysql://fairlead:planted-secret@localhost',
      REDIS_URL: 'planted-secret',
      FAIRLEAD_ACCOUNT_EMAIL: 'planted-secret',
    });
    expect(message).not.toContain('planted-secret');
  });
});

test.each(Object.entries(SETTINGS).filter(([, { example }]) => !/[…:]\s|^output of/.test(example)))(
  'the example of %s is accepted',
  (name, { example }) => {
    expect(() => readSettings({ [name]: example }, [name as SettingName])).not.toThrow();
  },
);

describe('required settings', () => {
  const names = ['DATABASE_URL', 'REDIS_URL', 'FAIRLEAD_LLM_API_KEY'] as const;

  test('are named together with what they are for, and with what is malformed', () => {
    const read = () => readSettings({ REDIS_URL: 'nonsense' }, names, names);
    expect(read).toThrow(/DATABASE_URL is missing\./);
    expect(read).toThrow(/FAIRLEAD_LLM_API_KEY is missing\. Key of an OpenAI-compatible language model\./);
    expect(read).toThrow(/REDIS_URL: /);
    expect(read).not.toThrow(/REDIS_URL is missing/);
  });

  test('may be asked for later, when others say that they are needed', () => {
    const settings = readSettings({ REDIS_URL: 'redis://localhost' }, names);
    expect(requireSettings(settings, ['REDIS_URL']).REDIS_URL).toBe('redis://localhost');
    expect(() => requireSettings(settings, ['REDIS_URL', 'DATABASE_URL'])).toThrow(/DATABASE_URL is missing/);
  });
});

describe('a setting given as a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'setting-files-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function fileWith(content: string): string {
    const path = join(folder, 'value');
    writeFileSync(path, content);
    return path;
  }

  test.each(['sk-planted', 'sk-planted\n', 'sk-planted\r\n'])(
    'is its content without the newline: %j',
    (content) => {
      const env = { FAIRLEAD_LLM_API_KEY_FILE: fileWith(content) };
      const { FAIRLEAD_LLM_API_KEY: key } = readSettings(env, ALL, ['FAIRLEAD_LLM_API_KEY']);
      expect(key.reveal()).toBe('sk-planted');
    },
  );

  test('may be any setting, with our prefix or without', () => {
    const env = { DATABASE_URL_FILE: fileWith('postgres://db.example/fairlead\n') };
    expect(readSettings(env, ['DATABASE_URL']).DATABASE_URL).toBe('postgres://db.example/fairlead');
  });

  test('counts as absent when the variable is blank or the file is empty', () => {
    expect(readSettings({ FAIRLEAD_LLM_API_KEY_FILE: ' ' }, ALL).FAIRLEAD_LLM_API_KEY).toBeUndefined();
    const env = { FAIRLEAD_LLM_API_KEY_FILE: fileWith('\n') };
    expect(() => readSettings(env, ALL, ['FAIRLEAD_LLM_API_KEY'])).toThrow(/FAIRLEAD_LLM_API_KEY is missing/);
  });

  test('is a fault when it is given as a value too, unless that is blank', () => {
    const env = { REDIS_URL_FILE: fileWith('redis://cache.example') };
    expect(faultsOf({ ...env, REDIS_URL: 'redis://localhost' }).message).toContain(
      'REDIS_URL and REDIS_URL_FILE are both given: keep one of them',
    );
    expect(readSettings({ ...env, REDIS_URL: '' }, ALL).REDIS_URL).toBe('redis://cache.example');
  });

  test('is a fault that names variable and remedy when the file cannot be read', () => {
    const env = { FAIRLEAD_SECRET_KEY_FILE: join(folder, 'missing') };
    const read = () => readSettings(env, ALL, ['FAIRLEAD_SECRET_KEY']);
    expect(read).toThrow(/FAIRLEAD_SECRET_KEY_FILE: the file cannot be read: ENOENT.*Mount it/);
    expect(read).not.toThrow(/is missing/);
  });

  test('is not shown when it is malformed', () => {
    const { message } = faultsOf({ REDIS_URL_FILE: fileWith('planted-secret') });
    expect(message).toContain('REDIS_URL: ');
    expect(message).not.toContain('planted-secret');
  });

  test('is unknown when there is no such setting', () => {
    const { message } = faultsOf({ FAIRLEAD_LLM_API_KEYS_FILE: '/run/secrets/key' });
    expect(message).toContain('FAIRLEAD_LLM_API_KEYS_FILE is not a setting of Fairlead.');
  });
});

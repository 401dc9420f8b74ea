import type { Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { assertUsableServer, readServerFacts } from '@fairlead/db/server-check';
import { readSetup, type Setup } from '@fairlead/db/views/setup';
import { createVault, type Vault } from '@fairlead/shared/runtime/crypto';
import { type Environment, readSettings, type Settings } from '@fairlead/shared/runtime/env';
import { SETTINGS, type SettingName } from '@fairlead/shared/runtime/settings';
import { loadEnvironment } from '../load-env.ts';
import type { Output } from '../output.ts';
import { changeEnvFile } from '../setup/env-file.ts';
import { ensureSecretKey } from '../setup/secret-key.ts';
import { mayHoldData, openToWrite, type Place } from '../stack/place.ts';
import type { Answers } from './flags.ts';
import type { Prompter } from './prompter.ts';
import { EMPTY_SETUP, type Known } from './steps.ts';

export interface SessionOptions {
  /** Null asks nothing. */
  prompter: Prompter | null;
  out: Output;
  /** Where settings are written. */
  envFile: string;
  /** The process's own environment, which wins over the file. */
  environment: Environment;
  /** Given on the command line: they win over both. */
  flags: Answers;
  now: () => Date;
}

/** One run of `init`: what is known, and where to put what is learned. */
export interface Session extends Omit<SessionOptions, 'environment'> {
  /** Whether the setting has a value, from wherever. */
  isGiven(setting: SettingName): boolean;
  /** The same, and not by a flag, and the file has another or none. */
  isOnlyInEnvironment(setting: SettingName): boolean;
  /** All settings as they were before any flag and answer. */
  before(): Settings<SettingName>;
  /** All settings, with these answers. Throws `Misconfigured` for malformed ones. */
  settings(answers?: Answers): Settings<SettingName>;
  known(): Promise<Known>;
  setup(): Promise<Setup>;
  /** Opened, and made where there is none. */
  database(): Promise<Database>;
  vault(): Promise<Vault>;
  /** Writes the settings of those names to the file: as answered, else as they were given. */
  keep(names: readonly SettingName[], answers: Answers): Promise<void>;
  close(): Promise<void>;
}

const ALL = Object.keys(SETTINGS) as SettingName[];
const isText = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';
const fileOf = (name: SettingName): string => `${name}_FILE`;

export function openSession(options: SessionOptions): Session {
  const { out, envFile, environment, flags } = options;
  let place: Place | null = null;

  const merged = (answers: Answers = {}): Environment => {
    const given: Answers = { ...flags, ...answers };
    // What is answered here is no longer read from the file that a `_FILE` variable names.
    const instead = Object.keys(given).map((name) => [`${name}_FILE`, undefined]);
    return { ...loadEnvironment(envFile, environment), ...Object.fromEntries(instead), ...given };
  };
  const settings = (answers?: Answers): Settings<SettingName> => readSettings(merged(answers), ALL);

  const database = async (): Promise<Database> => {
    if (!place) {
      place = await openToWrite(settings(), out);
      assertUsableServer(await readServerFacts(place.db));
      await migrate(place.db);
    }
    return place.db;
  };
  const setup = async (): Promise<Setup> =>
    place || mayHoldData(settings()) ? await readSetup(await database()) : EMPTY_SETUP;
  const isGiven = (name: SettingName): boolean => isText(merged()[name]) || isText(merged()[fileOf(name)]);

  return {
    ...options,
    before: () => readSettings(loadEnvironment(envFile, environment), ALL),
    settings,
    setup,
    database,
    isGiven,
    isOnlyInEnvironment: (name) => {
      const file = loadEnvironment(envFile, {});
      return [name, fileOf(name)].some(
        (each) => isText(environment[each]) && environment[each] !== file[each],
      );
    },
    known: async () => ({
      settings: settings(),
      isTargetChosen: isGiven('FAIRLEAD_TARGET'),
      setup: await setup(),
    }),
    vault: async () => {
      const { FAIRLEAD_SECRET_KEY: key, FAIRLEAD_STATE_DIR: stateDir } = settings();
      return createVault(await ensureSecretKey(key, stateDir));
    },
    keep: async (names, answers) => {
      const [file, given] = [loadEnvironment(envFile, {}), merged(answers)];
      const lines = names.map((name) => lineFor(name, given));
      const replaced = names.flatMap((name) => [name, fileOf(name)]).filter((name) => isText(file[name]));
      await changeEnvFile(envFile, {
        ...Object.fromEntries(replaced.map((name) => [name, ''])),
        ...Object.fromEntries(lines),
      });
      const written = loadEnvironment(envFile, {});
      const hidden = names
        .flatMap((name) => [name, fileOf(name)])
        .filter((name) => isText(environment[name]) && environment[name] !== written[name]);
      for (const name of hidden)
        out.warn(`${name} is set in the environment too, which wins over ${envFile}: change it there.`);
    },
    close: async () => await place?.close(),
  };
}

/** A secret that is mounted as a file stays there: then the line says where. */
function lineFor(name: SettingName, given: Environment): [variable: string, value: string] {
  const path = given[fileOf(name)];
  return isText(path) ? [fileOf(name), path] : [name, given[name] ?? ''];
}

import { type Environment, readSettingFiles, settingOfFile } from './env-files.ts';
import { Misconfigured } from './errors.ts';
import { SETTINGS, type SettingName, type SettingValue } from './settings.ts';

const OUR_PREFIX = 'FAIRLEAD_';

export type { Environment } from './env-files.ts';
export type Settings<N extends SettingName> = Readonly<{ [K in N]: SettingValue<K> }>;

/** Settings of which some must have a value. */
export type RequiredSettings<N extends SettingName, R extends N> = Settings<N> & {
  readonly [K in R]: NonNullable<SettingValue<K>>;
};

/**
 * Reads the named variables, or the files that their `_FILE` twins name; a blank one counts as absent.
 * Throws one `Misconfigured` that lists every fault at once: malformed values with what would be
 * accepted, missing ones of `required`, variables with our prefix that do not exist, with the nearest
 * name that does, and what `alsoWrong` finds where several settings do not go together (it is asked
 * only when each is well formed).
 */
export function readSettings<const N extends SettingName, const R extends N = never>(
  env: Environment,
  names: readonly N[],
  required: readonly R[] = [],
  alsoWrong: (settings: Settings<N>) => readonly string[] = () => [],
): RequiredSettings<N, R> {
  const given = readSettingFiles(env, names);
  const faults = [...unknownVariables(env), ...given.faults.values()];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    if (given.faults.has(name)) continue;
    const text = given.env[name];
    const parsed = SETTINGS[name].schema.safeParse(text?.trim() === '' ? undefined : text);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(
        `${name}: ${parsed.error.issues[0]?.message ?? 'malformed'}. Example: ${SETTINGS[name].example}`,
      );
  }
  // What is malformed or unreadable was given: it is not missing as well.
  const wellFormed = (name: SettingName): boolean => name in values;
  faults.push(...missingSettings(values, required.filter(wellFormed)));
  if (names.every(wellFormed)) faults.push(...alsoWrong(values as Settings<N>));
  if (faults.length > 0) throw misconfiguredSettings(faults);
  return Object.freeze(values) as RequiredSettings<N, R>;
}

/** One error for any number of faults, each naming its variable. */
export function misconfiguredSettings(faults: readonly string[]): Misconfigured {
  return new Misconfigured(
    `The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    'Change the environment or the .env file; .env.example lists every setting.',
  );
}

/** The same settings with the named ones present, or a `Misconfigured` that says which are missing and what they are for. */
export function requireSettings<N extends SettingName, const R extends N>(
  settings: Settings<N>,
  required: readonly R[],
): RequiredSettings<N, R> {
  const faults = missingSettings(settings, required);
  if (faults.length > 0) throw misconfiguredSettings(faults);
  return settings as RequiredSettings<N, R>;
}

function missingSettings(
  values: Readonly<Partial<Record<SettingName, unknown>>>,
  required: readonly SettingName[],
): string[] {
  return required
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} is missing. ${SETTINGS[name].describe}`);
}

function unknownVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter(
      (name) => name.startsWith(OUR_PREFIX) && !(name in SETTINGS || (settingOfFile(name) ?? '') in SETTINGS),
    )
    .map((name) => `${name} is not a setting of Fairlead.${suggestion(name)}`);
}

/** Only what may be a slip of the finger: at most a third of the letters differ. */
function suggestion(name: string): string {
  const { known, distance } = nearestSetting(name);
  return distance <= name.length / 3 ? ` Did you mean ${known}?` : '';
}

function nearestSetting(name: string): { known: string; distance: number } {
  const distances = Object.keys(SETTINGS).map((known) => ({ known, distance: editDistance(name, known) }));
  return distances.reduce((best, one) => (one.distance < best.distance ? one : best));
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

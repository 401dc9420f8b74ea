import { type Engine, SqlFailure } from './engine.ts';
import { quoteLiteral, quoteName } from './sql.ts';

/** Run-time settings that differ from the server's defaults, by lower-case name. */
export type Settings = ReadonlyMap<string, string>;

/** Neither is listed in pg_settings. Session authorization comes first: setting it resets the role. */
const unlisted = ['session_authorization', 'role'];
const defaults: Record<string, string> = {
  session_authorization: 'postgres',
  role: 'none',
  client_encoding: 'UTF8',
};

/** The settings Postgres reports to a client when it connects. */
const reportedNames = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'application_name',
  'default_transaction_read_only',
  'in_hot_standby',
  'is_superuser',
  'session_authorization',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
  'integer_datetimes',
  'standard_conforming_strings',
  'scram_iterations',
  'search_path',
];

/** SQL that returns the session to the server's defaults, whatever was set. */
export const resetSettings = 'RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL';

/** SQL that turns the session's settings from `applied` into `wanted`; empty when they agree. */
export function switchSettings(applied: Settings, wanted: Settings): string {
  // Backwards, so that a limited role is left before the settings it may not change.
  const resets = [...applied.keys()]
    .reverse()
    .filter((name) => !wanted.has(name))
    .map((name) => `RESET ${name.split('.').map(quoteName).join('.')}`);
  const sets = [...wanted]
    .filter(([name, value]) => applied.get(name) !== value)
    .map(
      ([name, value]) => `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
    );
  return [...resets, ...sets].join(';');
}

/**
 * Reads what the session's settings are now. `customNames` are dotted names, which Postgres does not list.
 * Throws SqlFailure when they cannot be read or are such that the engine cannot live with them.
 */
export async function readSettings(engine: Engine, customNames: Iterable<string>): Promise<Settings> {
  const names = [...customNames, ...unlisted].map(quoteLiteral).join(', ');
  const rows = await engine.select(
    `SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session'
     UNION ALL
     SELECT name, pg_catalog.current_setting(name, true) FROM pg_catalog.unnest(ARRAY[${names}]) AS name`,
  );
  const settings = new Map<string, string>();
  for (const [name, value] of rows) {
    if (!name || value === null || value === undefined) continue;
    const isUnset = value === '' && (name.includes('.') || unlisted.includes(name));
    if (!isUnset && defaults[name] !== value) settings.set(name.toLowerCase(), value);
  }
  const encoding = settings.get('client_encoding');
  if (encoding !== undefined) {
    // A character that cannot be converted breaks the engine rather than the statement.
    throw new SqlFailure(`client_encoding ${encoding} is not supported, only UTF8`, '0A000');
  }
  return settings;
}

/** The values every new connection is told, before its own startup settings are laid over them. */
export async function readReportedSettings(engine: Engine): Promise<[string, string][]> {
  const rows = await engine.select(
    `SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.unnest(ARRAY[${reportedNames.map(quoteLiteral).join(', ')}]) AS name`,
  );
  return rows.map(([name, value]) => [name ?? '', value ?? '']);
}

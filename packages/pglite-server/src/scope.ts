import { createHash } from 'node:crypto';
import { foldName, namePattern, quoteLiteral, quoteName, splitStatements } from './sql.ts';

/** What a statement does to the session beyond its own rows; it must be remembered per client. */
export type Effect =
  | { kind: 'settings'; customNames: string[] }
  | { kind: 'listen'; channel: string }
  | { kind: 'unlisten'; channel: string | undefined };

export interface ScopedSql {
  /** The text to run in place of the client's; the same text when nothing had to change. */
  sql: string;
  effects: Effect[];
}

const maxNameBytes = 63;
/** Most texts contain none of these words and are passed on unread. */
const touchesSession =
  /\b(?:set|reset|discard|listen|unlisten|prepare|execute|deallocate|set_config|copy)\b/i;
const changesSettings = /^(?:re)?set\b(?!\s+(?:local|transaction|constraints)\b)|\bset_config"?\s*\(/i;
const customSettingName = /[a-z_]\w*\.[a-z_]\w*/gi;
const listenStatement = new RegExp(`^(listen|unlisten)\\s+(\\*|${namePattern})$`, 'i');
const deallocateAll = /^deallocate\s+(?:prepare\s+)?all$/i;
const namedStatement = new RegExp(
  `^(prepare\\s+(?!transaction\\b)|execute\\s+|deallocate\\s+(?:prepare\\s+(?!all\\b))?)(${namePattern})`,
  'i',
);

/** The prepared-statement or portal name of one client inside the session all clients share. */
export function scopeName(prefix: string, name: string): string {
  if (name === '') return '';
  const scoped = prefix + name;
  if (Buffer.byteLength(scoped) <= maxNameBytes) return scoped;
  // Postgres compares only the first 63 bytes of a name.
  return prefix + createHash('sha1').update(name).digest('hex');
}

/** Removes the prepared statements of one client only, then runs `andThen` (statements ending in `;`). */
export function deallocateScope(prefix: string, andThen = ''): string {
  return `DO $do$ DECLARE statement_name text; BEGIN FOR statement_name IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE pg_catalog.starts_with(name, ${quoteLiteral(prefix)}) LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', statement_name); END LOOP; ${andThen} END $do$`;
}

/** The engine ends its only session when it must wait for copy data, so the attempt fails before it starts. */
const refuseCopyFromClient =
  "DO $do$ BEGIN RAISE EXCEPTION 'COPY FROM STDIN is not supported by the embedded Postgres' USING ERRCODE = '0A000'; END $do$";

/** Confines SQL text to one client: its statement names are prefixed, its lasting effects reported. */
export function scopeSql(sql: string, prefix: string): ScopedSql {
  if (!touchesSession.test(sql)) return { sql, effects: [] };
  const statements = splitStatements(sql);
  const scoped = statements.map((statement) => scopeStatement(statement, prefix));
  const isChanged = scoped.some((entry, i) => entry.sql !== statements[i]);
  return {
    sql: isChanged ? scoped.map((entry) => entry.sql).join(';\n') : sql,
    effects: scoped.flatMap((entry) => entry.effects),
  };
}

function scopeStatement(statement: string, prefix: string): ScopedSql {
  if (/^copy\b/i.test(statement) && /\bstdin\b/i.test(statement)) {
    return { sql: refuseCopyFromClient, effects: [] };
  }
  if (/^discard\s+all$/i.test(statement)) {
    return {
      sql: deallocateScope(prefix, 'RESET ALL;'),
      effects: [
        { kind: 'settings', customNames: [] },
        { kind: 'unlisten', channel: undefined },
      ],
    };
  }
  if (deallocateAll.test(statement)) return { sql: deallocateScope(prefix), effects: [] };
  const sql = statement.replace(
    namedStatement,
    (_all, verb: string, name: string) => verb + quoteName(scopeName(prefix, foldName(name))),
  );
  return { sql, effects: effectsOf(statement) };
}

function effectsOf(statement: string): Effect[] {
  if (changesSettings.test(statement)) {
    const customNames = (statement.match(customSettingName) ?? []).map((name) => name.toLowerCase());
    return [{ kind: 'settings', customNames }];
  }
  const [, verb, target] = listenStatement.exec(statement) ?? [];
  if (verb === undefined || target === undefined) return [];
  if (verb.toLowerCase() === 'listen') return [{ kind: 'listen', channel: foldName(target) }];
  return [{ kind: 'unlisten', channel: target === '*' ? undefined : foldName(target) }];
}

import { isDeepStrictEqual, parseEnv } from 'node:util';

/** New values by name; an empty one counts as none, and writes nothing where there was none. */
export type EnvChanges = Readonly<Record<string, string>>;

/**
 * The text of a `.env` file with some values changed, and all else in it as it was, comments too. Null when a
 * value cannot be written so that Node reads back exactly what it was, or the text is too odd to be changed safely.
 */
export function changeEnvText(text: string, changes: EnvChanges): string | null {
  const before = parseEnv(text);
  let changed = text;
  for (const [name, value] of Object.entries(changes)) {
    if ((before[name] ?? '') === value) continue;
    const quoted = quoteForEnv(value);
    if (quoted === null) return null;
    changed = withLine(changed, name, `${name}=${quoted}`);
  }
  const wanted = { ...before, ...given(changes, before) };
  return isDeepStrictEqual({ ...parseEnv(changed) }, wanted) ? changed : null;
}

function given(changes: EnvChanges, before: NodeJS.Dict<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(changes).filter(([name, value]) => value !== '' || name in before),
  );
}

/** Docker, shells and Node agree on plain words alone. */
const PLAIN = /^[\w./:@-]*$/;

/** A value as it must stand in a `.env` file for Node to read exactly that; null when there is no way. */
export function quoteForEnv(value: string): string | null {
  if (PLAIN.test(value)) return value;
  // One that begins like a quoted text would reach for its end in the lines below.
  const bare = /^["'`]/.test(value) ? [] : [value];
  const ways = [`'${value}'`, `\`${value}\``, `"${value}"`, ...bare];
  return ways.find((way) => isReadAs(way, value)) ?? null;
}

/** With a neighbour on either side, which must not be drawn in. */
function isReadAs(way: string, value: string): boolean {
  const read = { ...parseEnv(`A=1\nVALUE=${way}\nZ=1\n`) };
  return isDeepStrictEqual(read, { A: '1', VALUE: value, Z: '1' });
}

// A name and its value: in quotes, over several lines if need be, or up to the end of the line.
const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'[^']*'[^\n]*|"[^"]*"[^\n]*|`[^`]*`[^\n]*|[^\n]*)$/gm;

/** The line in place of the last that gives the name a value, else at the end. */
function withLine(text: string, name: string, line: string): string {
  const last = [...text.matchAll(ASSIGNMENT)].findLast(([, found]) => found === name);
  if (last) return text.slice(0, last.index) + line + text.slice(last.index + last[0].length);
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}${line}\n`;
}

/** A comment, a string, a quoted name or dollar-quoted text is one token, so that a `;` inside does not count. */
const token =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(?<tag>[A-Za-z_][A-Za-z_0-9]*|)\$[\s\S]*?\$\k<tag>\$|(?<end>;)|[^-/eE'"$;]+|[\s\S]/g;

/** A name as SQL writes it: quoted, or bare. */
export const namePattern = '"(?:[^"]|"")+"|[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*';

/** Cuts SQL text into its statements, trimmed, comments replaced by a space; empty ones are left out. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  for (const { 0: text, groups } of sql.matchAll(token)) {
    if (groups?.end !== undefined) {
      statements.push(current);
      current = '';
    } else {
      current += groups?.comment === undefined ? text : ' ';
    }
  }
  return [...statements, current]
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** The name Postgres would understand: bare names fold to lower case and names end after 63 bytes. */
export function foldName(name: string): string {
  const folded = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
  return Buffer.from(folded).subarray(0, 63).toString();
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal that means the same whatever standard_conforming_strings says. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

/** What would break a worker of the version before, which runs on until it has been replaced. */
const BREAKING: readonly (readonly [string, RegExp])[] = [
  ['drops a table', /\bdrop\s+table\b/],
  ['drops a column', /\bdrop\s+column\b/],
  ['renames', /\brename\s+(to|column|constraint|value)\b|\brename\s+\S+\s+to\b/],
  ['changes a type', /\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b/],
  ['makes a column mandatory', /\bset\s+not\s+null\b/],
  ['adds a mandatory column without a default', /\badd\s+(column\s+)?(?!constraint\b)[^,;]*\bnot\s+null\b/],
];

const hasDefault = /\bdefault\b|\bgenerated\b/;

/** Why a migration's statements may not run while older workers do; [] when they may. */
export function breakingChanges(statements: readonly string[]): string[] {
  return statements.flatMap((statement) => {
    const text = withoutLiterals(statement.toLowerCase());
    return BREAKING.flatMap(([what, pattern]) => {
      const found = pattern.exec(text)?.[0];
      if (found === undefined || (what.startsWith('adds') && hasDefault.test(found + text))) return [];
      return [`It ${what}: ${statement.slice(0, 80)}`];
    });
  });
}

const withoutLiterals = (sql: string): string => sql.replace(/'(?:''|[^'])*'/g, "''");

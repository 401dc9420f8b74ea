const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'offset', 'bool']);

/** The metrics an expression names: what is neither a label, a text, a duration, a function nor a keyword. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  const names = [...bare.matchAll(/(?<![\w$])([a-zA-Z_:][\w:]*)(?!\w)(\s*\()?/g)];
  return names.flatMap(([, name = '', call]) => (call || KEYWORDS.has(name) ? [] : [name]));
}

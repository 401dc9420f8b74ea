import { Liquid } from 'liquidjs';
import { inertLine } from './neutral.ts';

/** Tags a template may use: none that reads a file, asks the clock or counts between templates. */
export const TEMPLATE_TAGS = [
  ...['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'capture', 'echo', 'comment', 'raw', '#'],
] as const;

/** Filters a template may use: none that reads the clock, and none that names fields nobody could check. */
export const TEMPLATE_FILTERS = [
  ...['default', 'upcase', 'downcase', 'capitalize', 'strip', 'lstrip', 'rstrip', 'strip_newlines'],
  ...['truncate', 'truncatewords', 'append', 'prepend', 'replace', 'replace_first', 'remove', 'remove_first'],
  ...['split', 'join', 'first', 'last', 'size', 'slice', 'reverse', 'sort', 'uniq', 'compact', 'concat'],
  ...['plus', 'minus', 'times', 'divided_by', 'modulo', 'round', 'ceil', 'floor', 'abs'],
] as const;

/** LiquidJS for operators' templates, which may come from a kit: strict in names, and short in what they may cost. */
export function createTemplateEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    // Names are checked before anything is rendered; a known name without a value is nothing.
    strictVariables: false,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 100_000,
    renderLimit: 500,
    memoryLimit: 1_000_000,
    // What a profile says stands in the middle of our instructions: on one line, and without tags.
    outputEscape: (value: unknown) => inertLine(String(value ?? '')),
  });
  keepOnly(engine.tags, TEMPLATE_TAGS);
  keepOnly(engine.filters, TEMPLATE_FILTERS);
  return engine;
}

function keepOnly(registry: object, names: readonly string[]): void {
  for (const name of Object.keys(registry)) if (!names.includes(name)) Reflect.deleteProperty(registry, name);
}

import { inventedPeople } from './sample-people.ts';
import { createTemplateEngine, TEMPLATE_FILTERS, TEMPLATE_TAGS } from './template-engine.ts';
import { unknownNames } from './template-names.ts';
import { templateValues } from './template-variables.ts';

/** What is wrong with a template, and where: line and column count from 1. */
export interface TemplateFault {
  line: number;
  column: number;
  message: string;
  /** The names that would do in its place; [] where it is not a name that is wrong. */
  known: readonly string[];
}

const engine = createTemplateEngine();

/**
 * Everything that is wrong with a follow-up template: syntax, unknown tags, filters and variables, also in branches
 * nobody takes. [] when it can be rendered for every person. Pure: the same text, the same faults.
 */
export function checkTemplate(source: string): TemplateFault[] {
  try {
    const templates = engine.parse(source);
    const unknown = unknownNames(engine, templates);
    if (unknown.length > 0)
      return unknown.map(({ line, column, name, known }) => ({
        ...{ line, column, known },
        message: `There is no variable ${name}.`,
      }));
    for (const person of inventedPeople()) engine.renderSync(templates, templateValues(person, 'A product.'));
    return [];
  } catch (error) {
    return [faultOf(error)];
  }
}

/** The faults in words, a line each, for a message that has no better place for them. */
export function describeFaults(faults: readonly TemplateFault[]): string {
  return faults
    .map(({ line, column, message, known }) => {
      const names = known.length > 0 ? ` There are: ${known.join(', ')}.` : '';
      return `Line ${line}, column ${column}: ${message}${names}`;
    })
    .join('\n');
}

function faultOf(error: unknown): TemplateFault {
  const [line = 1, column = 1] = positionOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const [first = ''] = text.split('\n');
  const reason = first.replace(/,? ?(?:file:\S+, )?line:\d+, col:\d+$/, '');
  const [, filter] = /^undefined filter: (.+)$/.exec(reason) ?? [];
  if (filter) return { line, column, message: `There is no filter ${filter}.`, known: TEMPLATE_FILTERS };
  const [, tag] = /^tag "(.+)" not found$/.exec(reason) ?? [];
  if (tag) return { line, column, message: `There is no tag ${tag}.`, known: TEMPLATE_TAGS };
  return { line, column, message: `It cannot be read: ${reason}.`, known: [] };
}

function positionOf(error: unknown): readonly number[] {
  const token = (error as { token?: { getPosition?: () => number[] } }).token;
  return token?.getPosition?.() ?? [];
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { inert } from './neutral.ts';

const FrontMatter = z.strictObject({
  /** The kind of answer; also the name of its schema. */
  name: z.enum(['verdict', 'keywords', 'follow_up']),
  version: z.int().positive(),
  inputs: z.array(z.string()),
  /** The answer's shape, for readers; the zod schema beside the handler is what is checked. */
  output: z.string(),
  temperature: z.number().min(0).max(2),
  system: z.string().min(1),
});

/** A prompt file: what the model is told once, and a template for what it is asked. */
export interface Prompt<I extends Record<string, unknown>> {
  name: z.infer<typeof FrontMatter>['name'];
  version: number;
  temperature: number;
  system: string;
  /** The question. What looks like an angle bracket in inputs is replaced, so that none can close the tag it stands in. */
  render(inputs: I): Promise<string>;
}

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  outputEscape: (value: unknown) => inert(String(value)),
});

/** Reads `<folder>/<file>.liquid`. Throws when its front matter does not name exactly `inputs`. */
export async function loadPrompt<I extends Record<string, unknown>>(
  folder: string,
  file: string,
  inputs: readonly (keyof I & string)[],
): Promise<Prompt<I>> {
  const path = join(folder, `${file}.liquid`);
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(await readFile(path, 'utf8'));
  if (!match) throw new Error(`${path} has no front matter.`);
  const front = FrontMatter.parse(parseYaml(match[1] ?? ''));
  if (front.inputs.join() !== inputs.join()) {
    throw new Error(`${path} takes ${front.inputs.join(', ')}, but is given ${inputs.join(', ')}.`);
  }
  const template: Template[] = engine.parse(match[2] ?? '');
  return {
    name: front.name,
    version: front.version,
    temperature: front.temperature,
    system: front.system,
    render: async (values) => String(await engine.render(template, values)).trim(),
  };
}

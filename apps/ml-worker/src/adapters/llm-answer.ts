import { z } from 'zod';

/**
 * A zod schema as the JSON schema that strict structured output accepts: every property required,
 * none beside them, no lengths (zod checks those on arrival).
 */
export function answerSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.minLength;
      delete jsonSchema.maxLength;
      delete jsonSchema.maxItems;
      if (jsonSchema.type !== 'object') return;
      jsonSchema.additionalProperties = false;
      jsonSchema.required = Object.keys(jsonSchema.properties ?? {});
    },
  });
  return json;
}

export type CheckedAnswer<T> = { ok: true; value: T } | { ok: false; fault: string };

/** Parses and checks an answer; the fault names the path in the schema. A Markdown fence around the JSON is ignored. */
export function checkAnswer<T>(schema: z.ZodType<T>, content: string): CheckedAnswer<T> {
  const parsed = parseJson(content.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1'));
  if (!parsed.ok) return parsed;
  const result = schema.safeParse(parsed.value);
  if (result.success) return { ok: true, value: result.data };
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`);
  return { ok: false, fault: faults.join('; ') };
}

function parseJson(text: string): CheckedAnswer<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, fault: '(root): not JSON' };
  }
}

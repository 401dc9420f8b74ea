import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const MODELS_FOLDER = join(import.meta.dirname, '../../../analytics');

const ColumnTest = z.union([
  z.enum(['unique', 'not_null']),
  z.strictObject({ accepted_values: z.array(z.string()).min(1) }),
  z.strictObject({ references: z.string().regex(/^\w+\.\w+$/) }),
  z.strictObject({ between: z.tuple([z.number(), z.number()]) }),
]);
export type ColumnTest = z.infer<typeof ColumnTest>;

const ColumnType = z.enum(['integer', 'double precision', 'boolean', 'text', 'timestamptz']);
export type ColumnType = z.infer<typeof ColumnType>;

const Identifier = z.string().regex(/^[a-z][a-z0-9_]*$/);

const Column = z.strictObject({
  name: Identifier,
  type: ColumnType,
  /** What it means, for the dictionary. */
  about: z.string().min(1),
  tests: z.array(ColumnTest).default([]),
});
export type Column = z.infer<typeof Column>;

const Described = z.strictObject({
  name: Identifier,
  description: z.string().min(1),
  columns: z.array(Column).min(1),
});

/** A view: what it holds, and the query that makes it. */
export type Model = z.infer<typeof Described> & { readonly sql: string };

/** All models in the order in which they are built. Throws when the folder of models is not as it should be. */
export async function readModels(folder = MODELS_FOLDER): Promise<readonly Model[]> {
  const text = await readFile(join(folder, 'models.yml'), 'utf8');
  const { models } = z.strictObject({ models: z.array(Described).min(1) }).parse(parse(text));
  return await Promise.all(
    models.map(async (model) => ({
      ...model,
      sql: await readFile(join(folder, 'models', `${model.name}.sql`), 'utf8'),
    })),
  );
}

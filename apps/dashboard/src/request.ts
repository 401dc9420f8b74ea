import type { Request } from 'express';
import { z } from 'zod';
import { HttpError } from './http-error.ts';
import { RowId } from './row-id.ts';

const Id = z.object({ id: RowId });

/** The `:id` of the path. A page that cannot exist is not found. */
export function idOf(req: Request): number {
  const parsed = Id.safeParse(req.params);
  if (!parsed.success) throw new HttpError(404, 'There is no such page.');
  return parsed.data.id;
}

/** The query, as the schema reads it; an empty value counts as absent. Throws a 400. */
export function queryOf<S extends z.ZodType>(req: Request, schema: S): z.output<S> {
  const given = Object.entries(req.query).filter(([, value]) => value !== '');
  return parse(Object.fromEntries(given), schema, 'This address has parts that cannot be read.');
}

/** The form, as the schema reads it. Throws a 400. */
export function formOf<S extends z.ZodType>(req: Request, schema: S): z.output<S> {
  return parse(req.body, schema, 'This form has fields that cannot be read.');
}

function parse<S extends z.ZodType>(given: unknown, schema: S, message: string): z.output<S> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new HttpError(400, message);
  return parsed.data;
}

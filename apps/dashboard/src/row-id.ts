import { z } from 'zod';

/** The largest number that Postgres has for an id. */
export const MAX_INT = 2_147_483_647;

/** The id of a row, from an address or a form. */
export const RowId = z.coerce.number().int().min(1).max(MAX_INT);

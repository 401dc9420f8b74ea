import type { LeadCursor } from '@fairlead/db/views/lead-order';
import { z } from 'zod';
import { MAX_INT } from '../row-id.ts';

const Place = z.tuple([z.string().max(400), z.int().min(0).max(MAX_INT)]);

/** A place in a list, for an address. The key may be a stranger's name. */
export function encodePlace({ key, id }: { key: string; id: number }): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** What `encodePlace` wrote; anything else is refused. */
export const PlaceParameter = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    const place = Place.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
    if (place.success) return { key: place.data[0], id: place.data[1] };
    context.addIssue({ code: 'custom', message: 'no place in a list' });
    return z.NEVER;
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where a list goes on, or back. */
export function placeAt(
  on: { key: string; id: number } | undefined,
  back: { key: string; id: number } | undefined,
): { from?: LeadCursor } {
  if (on) return { from: { direction: 'on', ...on } };
  return back ? { from: { direction: 'back', ...back } } : {};
}

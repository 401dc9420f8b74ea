import { LEAD_SORTS } from '@fairlead/db/views/lead-order';
import type { LeadQuery } from '@fairlead/db/views/lead-page';
import type { LeadPage } from '@fairlead/db/views/leads';
import { LeadState } from '@fairlead/shared/domain/lead';
import { VerdictSource } from '@fairlead/shared/domain/verdict';
import { z } from 'zod';
import { RowId } from '../row-id.ts';
import { countText } from './count-text.ts';
import { encodePlace, PlaceParameter, placeAt } from './cursor.ts';

const PAGE_SIZE = 50;

/** What the address of the list says of whom it shows. */
const View = z.object({
  state: LeadState.optional(),
  q: z.string().trim().max(200).optional(),
  campaign: RowId.optional(),
  verdict: z.enum(['yes', 'no', 'none']).optional(),
  source: VerdictSource.optional(),
  country: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z]{2}$/)
    .optional(),
  company: z.enum(['yes', 'no']).optional(),
  sort: z.enum(LEAD_SORTS).default('newest'),
});
type View = z.output<typeof View>;

/** The whole address: whom, in which order, and from where on. */
export const LeadListQuery = View.extend({ on: PlaceParameter.optional(), back: PlaceParameter.optional() });
type LeadListQuery = z.output<typeof LeadListQuery>;

export function leadQuery({ on, back, ...view }: LeadListQuery, limit = PAGE_SIZE): LeadQuery {
  const { state, q, campaign, verdict, source, country, company, sort } = view;
  return {
    sort,
    limit,
    ...(state ? { state } : {}),
    ...(q ? { text: q } : {}),
    ...(campaign ? { campaignId: campaign } : {}),
    ...(verdict ? { verdict } : {}),
    ...(source ? { source } : {}),
    ...(country ? { country } : {}),
    ...(company ? { hasCompany: company === 'yes' } : {}),
    ...placeAt(on, back),
  };
}

/** The view alone, as the part of an address after the question mark; '' where it shows everybody. */
export function viewQuery(view: View): string {
  const { sort, ...filter } = View.parse(view);
  const parts: [string, string][] = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  if (sort !== 'newest') parts.push(['sort', sort]);
  return new URLSearchParams(parts).toString();
}

/** A view that came back in a form; what is no view of ours becomes everybody. */
export function readViewQuery(text: string): string {
  const given = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  const view = View.safeParse(Object.fromEntries(given));
  return view.success ? viewQuery(view.data) : '';
}

/** The addresses of the neighbouring pages; null where there is none. */
export function neighbours(view: View, { next, previous }: Pick<LeadPage, 'next' | 'previous'>) {
  const at = (name: string, place: LeadPage['next']): string | null => {
    if (!place) return null;
    const query = viewQuery(view);
    return `/leads?${query}${query && '&'}${name}=${encodePlace(place)}`;
  };
  return { nextPath: at('on', next), previousPath: at('back', previous) };
}

/** How many there are, in words: exact where one page shows all, else as the database guesses, to two digits. */
export function howMany({ rows, next, previous, guess }: LeadPage, everybody: number): string {
  const people = (n: number): string => `${countText(n)} ${n === 1 ? 'person' : 'people'}`;
  if (!next && !previous) return people(rows.length);
  if (guess === null) return people(everybody);
  if (guess <= rows.length) return `more than ${people(rows.length)}`;
  return `about ${people(Number(guess.toPrecision(2)))}`;
}

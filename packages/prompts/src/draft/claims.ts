import type { DraftProblem } from '@fairlead/shared/domain/message';
import type { DraftSources } from './sources.ts';
import { normalise } from './words.ts';

/** A fact that the message states, with the words that say so. */
export interface DraftClaim {
  about: 'person' | 'product';
  /** Word for word from the profile, or from the product docs. */
  quote: string;
}

const PLACES = { person: 'profile', product: 'product docs' } as const;

/** Each claim must be found where the language model says it found it. */
export function claimProblems(
  claims: readonly DraftClaim[],
  { person, operator }: DraftSources,
): DraftProblem[] {
  return claims.flatMap(({ about, quote }) => {
    const wanted = normalise(quote).replace(/^["'… .]+|["'… .]+$/g, '');
    const source = about === 'person' ? person : operator;
    if (wanted.length >= 2 && source.text.includes(wanted)) return [];
    return [{ code: 'claim', text: `“${quote}” does not stand in the ${PLACES[about]}.` }];
  });
}

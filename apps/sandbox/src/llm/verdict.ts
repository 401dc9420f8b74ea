import { stems } from '../world/words.ts';
import { type Aim, isLeader, parseAim, placesIn } from './lexicon.ts';
import type { ProfileFacts } from './prompt.ts';

export interface Verdict {
  qualified: boolean;
  reason: string;
}

/**
 * Judges by word overlap: the function and level in the title or headline, the field in industry,
 * company or headline, and the place. What is not known of a place does not count against anyone.
 */
export function judge(objective: string, profile: ProfileFacts): Verdict {
  const aim = parseAim(objective);
  const role = new Set(stems(`${profile.title} ${profile.headline}`));
  const field = new Set(stems(`${profile.industry} ${profile.company} ${profile.headline}`));
  const title = profile.title || profile.headline || 'No title given';
  const faults = [
    functionFault(aim, role, title),
    levelFault(aim, role, title),
    fieldFault(aim, field, profile),
    placeFault(aim, profile),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) return { qualified: false, reason: `${faults.join('; ')}.` };
  const where = profile.location ? ` in ${profile.location}` : '';
  const employer = profile.company ? ` at ${profile.company}` : '';
  return {
    qualified: true,
    reason: `${title}${employer}${where} works in ${profile.industry || 'the field'}, and the role matches the people the objective describes.`,
  };
}

function functionFault({ functions }: Aim, role: ReadonlySet<string>, title: string): string | null {
  if (functions.size === 0 || overlap(functions, role) > 0) return null;
  return `"${title}" is not one of the functions the objective asks for`;
}

function levelFault({ wantsLeaders }: Aim, role: ReadonlySet<string>, title: string): string | null {
  if (!wantsLeaders || isLeader(role)) return null;
  return `"${title}" does not look like somebody who decides`;
}

function fieldFault({ topics }: Aim, field: ReadonlySet<string>, profile: ProfileFacts): string | null {
  if (overlap(topics, field) >= Math.min(2, topics.size)) return null;
  return `${profile.industry || 'the field'} is not the industry the objective describes`;
}

function placeFault({ places }: Aim, { location, countryCode }: ProfileFacts): string | null {
  const named = placesIn(location);
  const codes = named.size > 0 ? named : new Set(countryCode ? [countryCode] : []);
  if (places.size === 0 || codes.size === 0 || overlap(places, codes) > 0) return null;
  return `${location || countryCode.toUpperCase()} is outside the region`;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((item) => b.has(item)).length;
}

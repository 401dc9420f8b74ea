import { profilePath } from '@fairlead/shared/domain/profile';
import { type Person, profileUrn } from '../world/person.ts';

/** `/in/<slug>/`. */
export function profileHref(person: Person): string {
  return profilePath(person.slug);
}

/** Facts §1.2 [C]: opening it sends nothing. */
export function inviteHref(person: Person, from: 'profile' | 'search'): string {
  const page = from === 'profile' ? 'custom-invite' : 'search-custom-invite';
  return `/preload/${page}/?vanityName=${encodeURIComponent(person.slug)}`;
}

/** The href of every Message link (facts §1.2, [C]). */
export function composeHref(person: Person, screen: 'NON_SELF_PROFILE_VIEW' | 'SEARCH'): string {
  const urn = encodeURIComponent(profileUrn(person.memberId));
  return `/messaging/compose/?profileUrn=${urn}&recipient=${person.memberId}&screenContext=${screen}&interop=msgOverlay`;
}

import { profilePath, publicIdFromUrl } from '@fairlead/shared/domain/profile';
import { FairleadError, SkipProfile } from '@fairlead/shared/runtime/errors';
import type { Person, ProfileSnapshot } from '../../port.ts';
import { parseProfile } from '../../voyager/profile-parser.ts';
import { parseRelationship, type Relationship, relationshipUrn } from '../../voyager/relationship.ts';
import { TOP_CARD } from '../selectors.ts';
import type { Tab } from '../tab.ts';
import { identityProblem, readTopCard, type TopCard } from '../top-card.ts';
import { fetchProfile, fetchRelationship } from '../voyager-client.ts';

/** The account's own profile. */
export function whoAmI(tab: Tab): Promise<ProfileSnapshot> {
  return snapshot(tab, 'me');
}

/**
 * The profile behind a slug. A slug Voyager does not know may be an old one: the page redirects from it to the
 * new one, which is then read. Throws SkipProfile when there is no such member.
 */
export async function readProfile(tab: Tab, publicId: string): Promise<ProfileSnapshot> {
  try {
    return await snapshot(tab, publicId);
  } catch (error) {
    if (!(error instanceof SkipProfile)) throw error;
    await tab.visit(profilePath(publicId), TOP_CARD.card);
    const current = publicIdFromUrl(tab.page.url(), tab.baseUrl);
    if (current === null || current === publicId) throw error;
    return snapshot(tab, current);
  }
}

/**
 * Opens the person's page and returns its top card, proven to be theirs; null when the page shows none. A slug
 * that leads nowhere or to somebody else is looked up anew by the member id. Throws SkipProfile when that
 * fails, too.
 */
export async function openProfile(tab: Tab, person: Person): Promise<TopCard | null> {
  const shown = await openBySlug(tab, person.publicId).catch((error: unknown) => {
    if (error instanceof SkipProfile) return 'gone' as const;
    throw error;
  });
  if (shown === null) return null;
  if (shown !== 'gone' && identityProblem(shown, person, false) === null) return shown;
  const { profile } = await snapshot(tab, memberId(person));
  const found = await openBySlug(tab, profile.publicId);
  const problem = found && identityProblem(found, { ...person, publicId: profile.publicId }, false);
  if (problem) throw new SkipProfile(`${person.publicId}: ${problem}`);
  return found;
}

/**
 * Voyager's word on the person: in the profile, or where that lacks it, from the relationship's own endpoint.
 * Only one source knows that endpoint (facts §4.2), so its refusal is "unknown", not a verdict on the person.
 */
export async function readRelationship(tab: Tab, person: Person): Promise<Relationship> {
  const inProfile = parseRelationship(await fetchProfile(tab, memberId(person)), person.urn);
  if (inProfile.kind !== 'unknown') return inProfile;
  try {
    return parseRelationship(await fetchRelationship(tab, relationshipUrn(person.urn)), person.urn);
  } catch (error) {
    const isAboutAccount = error instanceof FairleadError && !(error instanceof SkipProfile);
    if (isAboutAccount) throw error;
    return inProfile;
  }
}

async function openBySlug(tab: Tab, publicId: string): Promise<TopCard | null> {
  await tab.visit(profilePath(publicId), TOP_CARD.card);
  return readTopCard(tab);
}

async function snapshot(tab: Tab, memberIdentity: string): Promise<ProfileSnapshot> {
  const raw = await fetchProfile(tab, memberIdentity);
  return { profile: parseProfile(raw), raw };
}

/** `urn:li:fsd_profile:ACoA…` → `ACoA…` */
function memberId(person: Person): string {
  return person.urn.slice(person.urn.lastIndexOf(':') + 1);
}

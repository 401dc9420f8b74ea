import { publicIdFromUrl } from '@fairlead/shared/domain/profile';

/** Slugs that are no person: oneself, and the page of a member who is gone. */
const NOT_PEOPLE = new Set(['me', 'unavailable']);

/**
 * The public ids of the profile links among `hrefs`, each once, in order. Query and fragment are dropped;
 * links to other sites are not LinkedIn profiles. `baseUrl` is the site's origin, `hrefs` may be relative.
 */
export function publicIdsIn(hrefs: readonly string[], baseUrl: string): string[] {
  const { origin } = new URL(baseUrl);
  const ids = hrefs
    .filter((href) => isSameSite(href, baseUrl, origin))
    .map((href) => publicIdFromUrl(href, baseUrl))
    .filter((id): id is string => id !== null && !NOT_PEOPLE.has(id));
  return [...new Set(ids)];
}

function isSameSite(href: string, baseUrl: string, origin: string): boolean {
  return URL.parse(href, baseUrl)?.origin === origin;
}

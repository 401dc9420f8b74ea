/** ISO 3166-1 alpha-2, lower case. EU and EEA first; `el` and `uk` are what the EU and profiles call Greece and Britain. */
const EEA =
  'at be bg hr cy cz dk ee fi fr de gr el hu ie it lv lt lu mt nl pl pt ro sk si es se is li no'.split(' ');
const FURTHER = 'gb uk ch ca br au jp kr nz'.split(' ');

/** Countries whose law lets nobody be sent marketing without having asked for it (mission.md §3, newsletter). */
export const OPT_IN_COUNTRIES: ReadonlySet<string> = new Set([...EEA, ...FURTHER]);

/** True for opt-in countries and for whatever is no country code: what is unknown is treated with care. */
export function needsConsent(country: string | null): boolean {
  return country === null || !/^[a-z]{2}$/i.test(country) || OPT_IN_COUNTRIES.has(country.toLowerCase());
}

export interface NewsletterFacts {
  /** What is known of where the account is: its setting, its own profile. */
  countries: readonly (string | null)[];
  /** What stands with the account now. */
  stored: boolean;
  /** Whether the operator answered, or the default was applied before. */
  isDecided: boolean;
  /** Whether the operator lets accounts default to yes. */
  defaultToYes: boolean;
}

/**
 * Whether the account subscribes. The stored choice stands where consent is needed, where it was decided, and where the
 * operator set no default; `applyDefault` says that the default is used now, which happens once per account.
 */
export function newsletterChoice({ countries, stored, isDecided, defaultToYes }: NewsletterFacts): {
  subscribe: boolean;
  applyDefault: boolean;
} {
  const known = countries.filter((country) => country !== null);
  const mayDefault = known.length > 0 && !known.some(needsConsent);
  const applyDefault = defaultToYes && !isDecided && mayDefault;
  return { subscribe: applyDefault || stored, applyDefault };
}

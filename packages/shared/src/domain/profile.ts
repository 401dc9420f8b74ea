import { z } from 'zod';

/** A month in a career; `month` is 1–12 and may be unknown. */
export const YearMonth = z.object({ year: z.int(), month: z.int().min(1).max(12).nullable() });
export type YearMonth = z.infer<typeof YearMonth>;

export const Position = z.object({
  title: z.string().nullable(),
  companyName: z.string().nullable(),
  companyUrn: z.string().nullable(),
  location: z.string().nullable(),
  description: z.string().nullable(),
  start: YearMonth.nullable(),
  /** Null when the position is current, or when no dates are given at all. */
  end: YearMonth.nullable(),
});
export type Position = z.infer<typeof Position>;

export const Education = z.object({
  schoolName: z.string().nullable(),
  degree: z.string().nullable(),
  field: z.string().nullable(),
  start: YearMonth.nullable(),
  end: YearMonth.nullable(),
});
export type Education = z.infer<typeof Education>;

/** How far a member is from the viewer. */
export const ConnectionDistance = z.enum([
  'SELF',
  'DISTANCE_1',
  'DISTANCE_2',
  'DISTANCE_3',
  'OUT_OF_NETWORK',
  'UNKNOWN',
]);
export type ConnectionDistance = z.infer<typeof ConnectionDistance>;

/** A parsed LinkedIn profile. Absent text is null, never ''. Positions come newest first as LinkedIn lists them. */
export const Profile = z.object({
  /** `urn:li:fsd_profile:ACoA…`: the key of a person; slugs change. */
  urn: z.string().min(1),
  publicId: z.string().min(1),
  firstName: z.string(),
  lastName: z.string(),
  fullName: z.string(),
  headline: z.string().nullable(),
  summary: z.string().nullable(),
  locationName: z.string().nullable(),
  geoUrn: z.string().nullable(),
  /** Lower-case ISO 3166-1 alpha-2. */
  countryCode: z.string().nullable(),
  industry: z.string().nullable(),
  positions: z.array(Position),
  educations: z.array(Education),
  distance: ConnectionDistance,
  /** 1, 2, 3, or null when unknown, out of network or self. */
  degree: z.int().min(1).max(3).nullable(),
});
export type Profile = z.infer<typeof Profile>;

/**
 * The text a profile is embedded as: lower-cased headline, summary, location, industry, then each
 * position and education (mission.md §4).
 */
export function profileText(profile: Profile): string {
  const parts = [
    profile.headline,
    profile.summary,
    profile.locationName,
    profile.industry,
    ...profile.positions.flatMap((p) => [p.title, p.companyName, p.location, p.description]),
    ...profile.educations.flatMap((e) => [e.schoolName, e.degree, e.field]),
  ];
  return parts
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .toLowerCase();
}

/** The public id in a profile link, or null when the link is not a profile: `/in/<slug>/…`, percent-decoded. No database stores a NUL. */
export function publicIdFromUrl(link: string, base: string): string | null {
  const url = URL.parse(link, base);
  const match = url?.pathname.match(/^\/in\/([^/]+)/);
  if (!match?.[1]) return null;
  try {
    const publicId = decodeURIComponent(match[1]);
    return publicId.includes('\0') ? null : publicId;
  } catch {
    return null;
  }
}

/** `/in/<slug>/`, ready to append to a base URL. */
export function profilePath(publicId: string): string {
  return `/in/${encodeURIComponent(publicId)}/`;
}

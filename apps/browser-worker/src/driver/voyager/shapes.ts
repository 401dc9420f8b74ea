import { ConnectionDistance } from '@fairlead/shared/domain/profile';
import { z } from 'zod';

/** Text as LinkedIn sends it: absent, null and blank all mean "none". */
const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

const urn = text;

/** `month` may be absent; a date without a year says nothing. */
const date = z
  .object({ year: z.int().nullish(), month: z.int().min(1).max(12).nullish() })
  .nullish()
  .transform((value) => (value?.year ? { year: value.year, month: value.month ?? null } : null));

/** Null when there are no dates at all; `end` null also means "until now". */
const dateRange = z
  .object({ start: date, end: date })
  .nullish()
  .transform((value) => ({ start: value?.start ?? null, end: value?.end ?? null }));

export const ProfileShape = z.object({
  entityUrn: z.string().min(1),
  publicIdentifier: z.string().trim().min(1),
  firstName: text,
  lastName: text,
  headline: text,
  summary: text,
  locationName: text,
  location: z.object({ countryCode: text }).nullish(),
  geoLocation: z.object({ geoUrn: urn, '*geo': urn }).nullish(),
  industryUrn: urn,
});

export const GeoShape = z.object({ defaultLocalizedName: text });

export const NamedShape = z.object({ name: text });

export const PositionGroupShape = z.object({ companyName: text, companyUrn: urn, dateRange });

export const PositionShape = z.object({
  title: text,
  companyName: text,
  companyUrn: urn,
  locationName: text,
  geoLocationName: text,
  description: text,
  dateRange,
});

export const EducationShape = z.object({ schoolName: text, degreeName: text, fieldOfStudy: text, dateRange });

/** An unheard-of distance is as good as none: it must not stop a profile from being read. */
export const NoConnectionShape = z.object({ memberDistance: ConnectionDistance.catch('UNKNOWN') });

export const InvitationShape = z.object({
  invitationType: text,
  invitationState: text,
});

/** Milliseconds since 1970, within what a Date can hold. */
const instant = z.number().min(0).max(8.64e15);

export const ConnectionShape = z.object({ createdAt: instant });

export const ConnectedProfileShape = z.object({
  entityUrn: z.string().min(1),
  publicIdentifier: z.string().trim().min(1),
  firstName: text,
  lastName: text,
});

export const ConversationShape = z.object({
  unreadCount: z
    .int()
    .min(0)
    .nullish()
    .transform((count) => count ?? 0),
  lastActivityAt: instant.nullish().transform((at) => at ?? null),
});

export const ParticipantShape = z.object({ hostIdentityUrn: z.string().min(1) });

const attributed = z
  .object({ text })
  .nullish()
  .transform((value) => value?.text ?? null);

export const MemberShape = z.object({ firstName: attributed, lastName: attributed });

export const MessageShape = z.object({ deliveredAt: instant, body: z.object({ text }).nullish() });

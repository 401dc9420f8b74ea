/** What the sandbox knows of a person. The LinkedIn pages and the Voyager answers are two views of it. */

export interface MonthOfYear {
  year: number;
  month: number | null;
}

export interface Company {
  id: number;
  name: string;
  slug: string;
}

export interface CareerStep {
  id: number;
  title: string;
  company: Company;
  /** A free-text employer has no company page: its URN is null in Voyager. */
  companyHasPage: boolean;
  location: string | null;
  description: string | null;
  start: MonthOfYear;
  /** Null: current. */
  end: MonthOfYear | null;
}

export interface Schooling {
  id: number;
  schoolId: number;
  school: string;
  degree: string | null;
  field: string | null;
  startYear: number | null;
  endYear: number | null;
}

export interface Place {
  geoId: number;
  city: string;
  countryGeoId: number;
  country: string;
  /** Lower-case ISO 3166-1 alpha-2. */
  countryCode: string;
}

export interface Industry {
  id: number;
  name: string;
}

/** What the person does by themselves, fixed by the seed. Hours of virtual time; null is never. */
export interface Behaviour {
  acceptAfterHours: number | null;
  replyAfterHours: number | null;
}

export interface Person {
  /** 39 characters, `ACoAA…`. */
  memberId: string;
  memberNumber: number;
  slug: string;
  firstName: string;
  lastName: string;
  fullName: string;
  headline: string;
  summary: string | null;
  industry: Industry;
  place: Place;
  /** Free-text location; null for most people: the geo says it. */
  locationName: string | null;
  /** Newest first. */
  career: readonly CareerStep[];
  schooling: readonly Schooling[];
  /** Distance to every account before anything happened. */
  initialDegree: 1 | 2 | 3;
  followers: number;
  connections: number;
  /** Connect is hidden in the More menu. */
  followFirst: boolean;
  /** `private`: Voyager answers 403. `gone`: 404. */
  access: 'open' | 'private' | 'gone';
  /** Whether the full-profile answer carries the member relationship. */
  relationshipInProfile: boolean;
  behaviour: Behaviour;
}

export function profileUrn(memberId: string): string {
  return `urn:li:fsd_profile:${memberId}`;
}

/** "Porto, Portugal". */
export function placeName(place: Place): string {
  return `${place.city}, ${place.country}`;
}

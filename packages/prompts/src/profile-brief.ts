import type { Position, Profile } from '@fairlead/shared/domain/profile';
import { inertLine } from './neutral.ts';

/** A profile as lines of text for a language model: `Name: …`, `Headline: …`, `Position: title at company`. */
export function profileBrief(profile: Profile): string {
  const lines: [string, string | null][] = [
    ['Name', profile.fullName],
    ['Headline', profile.headline],
    ['Location', profile.locationName],
    ['Country', profile.countryCode],
    ['Industry', profile.industry],
    ...profile.positions.map((position): [string, string] => ['Position', positionLine(position)]),
    ...profile.educations.map((education): [string, string] => [
      'Education',
      [education.degree, education.field, education.schoolName].filter(Boolean).join(', '),
    ]),
    ['Summary', profile.summary],
  ];
  return lines
    .filter(([, text]) => text)
    .map(([label, text]) => `${label}: ${inertLine(text ?? '')}`)
    .join('\n');
}

function positionLine({ title, companyName, start, end, description }: Position): string {
  const what = [title, companyName].filter(Boolean).join(' at ');
  const when = start ? ` (${start.year} to ${end?.year ?? 'now'})` : '';
  return `${what}${when}${description ? `: ${description}` : ''}`;
}

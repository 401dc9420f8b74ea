import type { Corrected } from '@fairlead/db/repositories/corrections';

const WORDS: Readonly<Record<Corrected['kind'], string>> = {
  promoted: 'will be invited',
  disqualified: 'will not be invited',
  'deal-rejected': 'had a deal that is closed',
  'deal-left': 'under way already, left as they are',
  'no-company': 'without a company, so without a deal',
  closed: 'out of reach',
  unchanged: 'decided so before',
  missing: 'without a profile, left as they are',
};

/** What became of several people at once, in one sentence. */
export function bulkNotice(campaignName: string, outcomes: readonly Corrected[]): string {
  if (outcomes.length === 0) return 'Nobody was ticked.';
  const parts = Object.entries(WORDS).flatMap(([kind, words]) => {
    const count = outcomes.filter((outcome) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${campaignName}: ${parts.join('; ')}.`;
}

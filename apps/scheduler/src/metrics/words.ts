import { heldDrafts } from '@fairlead/db/repositories/messages';
import { lettersGivenUp } from '@fairlead/db/repositories/newsletter';
import { readKeywordStops } from '@fairlead/db/views/waits-for-human';
import type { Metrics } from '@fairlead/shared/runtime/metrics';
import type { SystemMetricsSources } from './sources.ts';

/** What only a human can help with words: campaigns without keywords, drafts that are held, letters nobody takes. */
export function registerWords(
  metrics: Metrics,
  { db, clock }: Pick<SystemMetricsSources, 'db' | 'clock'>,
): void {
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_keywords_stopped',
      help: '1 when a campaign used all keywords, and asking the language model for more led to nobody new so often that it is asked no more.',
      labels: ['campaign'],
    },
    async () =>
      (await readKeywordStops(db, clock.now())).map(({ campaignId, isStopped }) => ({
        labels: { campaign: campaignId },
        value: Number(isStopped),
      })),
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_drafts_held',
      help: 'Follow-ups that wait for a human, because their check found problems after a rewrite too.',
      labels: ['campaign'],
    },
    async () => {
      const held = Map.groupBy(await heldDrafts(db), ({ campaignId }) => campaignId);
      return [...held].map(([campaign, drafts]) => ({ labels: { campaign }, value: drafts.length }));
    },
  );
  metrics.readAtScrape(
    'gauge',
    {
      name: 'fairlead_newsletter_letters_given_up',
      help: 'Accounts whose choice about the newsletter its endpoint would not take.',
      labels: [],
    },
    async () => [{ labels: {}, value: (await lettersGivenUp(db)).length }],
  );
}

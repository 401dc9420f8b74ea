import { DAY_MS } from '@fairlead/shared/domain/limits';
import { integer, seededRandom } from '@fairlead/shared/runtime/random';
import type { Odds } from './options.ts';

/** What is true of a person whoever looks. */
export interface Person {
  accessible: boolean;
  hasCompany: boolean;
  hasConnectControl: boolean;
}

/**
 * The people of a seed. Each draws from a source of their own, so that who they are does not depend on
 * when, in what order or by how many accounts they are met: two forecasts differ only by what was varied.
 */
export interface People {
  describe(personId: number): Person;
  /** Whether the language model finds that the person fits the campaign. */
  fits(personId: number, campaignId: number): boolean;
  /** Milliseconds until the person accepts the account's invitation; infinite when they never do. */
  acceptAfterMs(personId: number, accountId: number): number;
  /** Who is shown for the campaign's nth search phrase. */
  found(campaignId: number, phrase: number): readonly number[];
}

export function createPeople(seed: number, pool: number, odds: Odds): People {
  const source = (...of: (string | number)[]) => seededRandom(`${seed}/${of.join('/')}`);
  return {
    describe(personId) {
      const random = source('person', personId);
      return {
        accessible: random.next() >= odds.inaccessibleShare,
        hasCompany: random.next() >= odds.noCompanyShare,
        hasConnectControl: random.next() >= odds.noControlShare,
      };
    },
    fits: (personId, campaignId) => source('verdict', personId, campaignId).next() < odds.yesRate,
    acceptAfterMs(personId, accountId) {
      const random = source('answer', personId, accountId);
      if (random.next() >= odds.acceptRate) return Number.POSITIVE_INFINITY;
      return -Math.log(1 - random.next()) * odds.acceptDays * DAY_MS;
    },
    found(campaignId, phrase) {
      if (pool === 0) return [];
      const random = source('search', campaignId, phrase);
      return Array.from({ length: odds.keywordYield }, () => integer(random, 1, pool));
    },
  };
}

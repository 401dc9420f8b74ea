import { recordEvent } from '@fairlead/db/repositories/events';
import { claimKeyword } from '@fairlead/db/repositories/keywords';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, usableAccount } from '../account-deps.ts';

// Later pages of a keyword fit less and less; another keyword finds better people.
const PAGES_PER_KEYWORD = 3;

/** Opens people search with one unused keyword. Whoever the pages link to becomes a url-only lead. */
export function search(deps: AccountDeps): Handler<'search'> {
  return async ({ campaignId, accountId }, { signal }) => {
    const { db, clock } = deps;
    await usableAccount(deps, accountId, 'search');
    return await deps.session.use(async (driver) => {
      const keyword = await claimKeyword(db, campaignId, clock.now());
      if (!keyword) throw new Stale('Every keyword is used.');
      let found = 0;
      for (let page = 1; page <= PAGES_PER_KEYWORD && !signal.aborted; page++) {
        const { publicIds, hasNext } = await driver.searchPeople(keyword.keyword, page);
        found += publicIds.length;
        if (!hasNext) break;
      }
      const detail = `“${keyword.keyword}”: ${found} people`;
      await recordEvent(db, { kind: 'search.done', campaignId, accountId, detail }, clock.now());
      return { outcome: 'searched', keywordId: keyword.id, found };
    });
  };
}

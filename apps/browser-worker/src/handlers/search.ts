import { recordEvent } from '@fairlead/db/repositories/events';
import { claimKeyword, recordFinds } from '@fairlead/db/repositories/keywords';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { type AccountDeps, usableAccount } from '../account-deps.ts';

// Later pages of a keyword fit less and less; another keyword finds better people. One that shows nobody new is the last.
const PAGES_PER_KEYWORD = 3;

/** Opens people search with one unused keyword. Whoever it finds becomes a url-only lead, and counts as its find. */
export function search(deps: AccountDeps): Handler<'search'> {
  return async ({ campaignId, accountId }, { signal }) => {
    const { db, clock } = deps;
    await usableAccount(deps, accountId, 'search');
    return await deps.session.use(async (driver) => {
      const keyword = await claimKeyword(db, campaignId, clock.now());
      if (!keyword) throw new Stale('Every keyword is used.');
      let found = 0;
      let discovered = 0;
      for (let page = 1; page <= PAGES_PER_KEYWORD && !signal.aborted; page++) {
        const { publicIds, hasNext } = await driver.searchPeople(keyword.keyword, page);
        const added = await db
          .transaction()
          .execute((trx) => recordFinds(trx, keyword.id, publicIds, clock.now(), deps.maxLeads));
        found += publicIds.length;
        discovered += added;
        if (!hasNext || added === 0) break;
      }
      const detail = `“${keyword.keyword}”: ${found} people, ${discovered} new`;
      await recordEvent(db, { kind: 'search.done', campaignId, accountId, detail }, clock.now());
      return { outcome: 'searched', keywordId: keyword.id, found, discovered };
    });
  };
}

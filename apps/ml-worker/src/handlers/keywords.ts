import { recordEvent } from '@fairlead/db/repositories/events';
import { addKeywords, recordKeywordCall } from '@fairlead/db/repositories/keywords';
import { type KeywordYield, keywordYield } from '@fairlead/db/views/keyword-yield';
import { LONGEST_KEYWORD, tidyKeyword } from '@fairlead/shared/domain/keyword';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { activeCampaign, askLlm, type MlDeps } from './deps.ts';

const KEYWORDS_PER_CALL = 10;
// Enough to show what works; more would only cost.
const YIELDS_SHOWN = 20;

const Keywords = z.object({ keywords: z.array(z.string()) });

/**
 * Has the language model invent search phrases, with the used ones as exclusions and what they brought as a hint. That
 * it was asked is written down: the plan asks less and less often when it is in vain.
 */
export function keywords(deps: MlDeps): Handler<'keywords'> {
  const { db, clock } = deps;
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(db, campaignId);
    const known = await keywordYield(db, campaignId);
    if (known.some(({ usedAt }) => usedAt === null)) throw new Stale('There are unused keywords.');
    const { value } = await askLlm(deps, {
      campaignId,
      purpose: 'keywords',
      prompt: deps.prompts.keywords,
      inputs: {
        objective: campaign.objective,
        product: campaign.productDocs,
        used: known.map(({ keyword }) => keyword),
        yields: bestFirst(known).slice(0, YIELDS_SHOWN).map(yieldLine),
        count: KEYWORDS_PER_CALL,
      },
      schema: Keywords,
      signal,
    });
    const now = clock.now();
    const added = await db.transaction().execute(async (trx) => {
      const fresh = await addKeywords(trx, campaignId, cleaned(value.keywords), now);
      await recordKeywordCall(trx, campaignId, fresh, now);
      const detail = `${fresh} new search phrases`;
      await recordEvent(trx, { kind: 'keywords.added', campaignId, detail }, now);
      return fresh;
    });
    return { outcome: 'keywords-added', added };
  };
}

/** One of each, whatever the case of its letters; nothing empty, nothing endless. */
function cleaned(phrases: readonly string[]): string[] {
  const once = new Map<string, string>();
  for (const phrase of phrases) {
    const text = tidyKeyword(phrase);
    const key = text.toLowerCase();
    if (text !== '' && text.length <= LONGEST_KEYWORD && !once.has(key)) once.set(key, text);
  }
  return [...once.values()].slice(0, KEYWORDS_PER_CALL);
}

/** Those whose search was read, the most fitting people first; where none was judged yet, the most new ones. */
function bestFirst(known: readonly KeywordYield[]): KeywordYield[] {
  return known
    .filter(({ found }) => found !== null)
    .sort((a, b) => b.qualified - a.qualified || b.discovered - a.discovered || a.id - b.id);
}

const yieldLine = ({ keyword, discovered, judged, qualified }: KeywordYield): string =>
  `${keyword}: ${discovered} new people, ${qualified} of ${judged} judged fit`;

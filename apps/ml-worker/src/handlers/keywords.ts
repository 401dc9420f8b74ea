import { recordEvent } from '@fairlead/db/repositories/events';
import { addKeywords, listKeywords } from '@fairlead/db/repositories/keywords';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import { z } from 'zod';
import { activeCampaign, askLlm, type MlDeps } from './deps.ts';

const KEYWORDS_PER_CALL = 10;
const LONGEST_KEYWORD = 100;

const Keywords = z.object({ keywords: z.array(z.string()) });

/** Has the language model invent search phrases, with the used ones as exclusions. */
export function keywords(deps: MlDeps): Handler<'keywords'> {
  const { db, clock } = deps;
  return async ({ campaignId }, { signal }) => {
    const campaign = await activeCampaign(db, campaignId);
    const known = await listKeywords(db, campaignId);
    if (known.some(({ usedAt }) => usedAt === null)) throw new Stale('There are unused keywords.');
    const { value } = await askLlm(deps, {
      campaignId,
      purpose: 'keywords',
      prompt: deps.prompts.keywords,
      inputs: {
        objective: campaign.objective,
        product: campaign.productDocs,
        used: known.map(({ keyword }) => keyword),
        count: KEYWORDS_PER_CALL,
      },
      schema: Keywords,
      signal,
    });
    const added = await addKeywords(db, campaignId, cleaned(value.keywords), clock.now());
    await recordEvent(
      db,
      { kind: 'keywords.added', campaignId, detail: `${added} new search phrases` },
      clock.now(),
    );
    return { outcome: 'keywords-added', added };
  };
}

/** One of each, whatever the case of its letters; nothing empty, nothing endless. */
function cleaned(phrases: readonly string[]): string[] {
  const once = new Map<string, string>();
  for (const phrase of phrases) {
    const text = phrase.replace(/\s+/g, ' ').trim();
    const key = text.toLowerCase();
    if (text !== '' && text.length <= LONGEST_KEYWORD && !once.has(key)) once.set(key, text);
  }
  return [...once.values()].slice(0, KEYWORDS_PER_CALL);
}

import { leadsToEmbed, saveEmbeddings } from '@fairlead/db/repositories/embeddings';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Stale } from '@fairlead/shared/runtime/errors';
import type { MlDeps } from './deps.ts';

const LEADS_PER_JOB = 32;

/** Embeds enriched leads that lack a vector of the configured model. */
export function embed({ db, clock, embedder }: MlDeps): Handler<'embed'> {
  return async () => {
    const leads = await leadsToEmbed(db, embedder.model, LEADS_PER_JOB);
    if (leads.length === 0) throw new Stale('Every enriched lead is embedded.');
    const vectors = await embedder.embed(leads.map(({ text }) => text));
    const stored = leads.flatMap(({ leadId, text }, i) => {
      const vector = vectors[i];
      return vector ? [{ id: leadId, vector, text }] : [];
    });
    await saveEmbeddings(db, embedder.model, stored, clock.now());
    return { outcome: 'embedded', leads: stored.length, model: embedder.model };
  };
}

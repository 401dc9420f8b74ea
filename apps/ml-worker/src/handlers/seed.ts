import type { Tx } from '@fairlead/db/database';
import { recordEvent } from '@fairlead/db/repositories/events';
import { getEnrichedLead } from '@fairlead/db/repositories/leads';
import {
  claimToSeed,
  getKit,
  leadsToSeed,
  missingDeals,
  type PartnerKit,
} from '@fairlead/db/repositories/partner-kits';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import type { Handler } from '@fairlead/shared/queue/consumer';
import { Misconfigured, Permanent, Stale } from '@fairlead/shared/runtime/errors';
import type { Ranker } from '../models/port.ts';
import { readVectors } from '../models/read-vectors.ts';
import { activeCampaign, type MlDeps } from './deps.ts';

// As many as a campaign's own model chooses among.
const LEADS_PER_RANKING = 10_000;
// Read, ranked and forgotten together: the vectors of all would take 15 MB.
const LEADS_PER_LOT = 1_000;

interface RankedLead {
  leadId: number;
  score: number;
}

/**
 * Fills up the NEW deals of a partner campaign: of the people whom other campaigns disqualified and nobody
 * ever wrote to, those whom the kit's own model finds likeliest.
 */
export function seed(deps: MlDeps): Handler<'seed'> {
  return async ({ campaignId }, { signal }) => {
    const { db, clock, embedder } = deps;
    await activeCampaign(db, campaignId);
    const kit = await getKit(db, campaignId);
    if (!kit) throw new Stale('The campaign has no kit.');
    if (kit.embeddingModel !== embedder.model) {
      throw new Permanent(
        `The kit's model reads vectors of ${kit.embeddingModel}, not of ${embedder.model}.`,
      );
    }
    const ranked = await rankLeads(deps, kit, signal);
    const seeded = await db.transaction().execute(async (trx) => {
      const deals = await promoteBest(trx, campaignId, ranked, embedder.model, clock.now());
      if (deals > 0) {
        const detail = `${deals} deals from ${ranked.length} people whom other campaigns disqualified`;
        await recordEvent(trx, { kind: 'deals.seeded', campaignId, detail }, clock.now());
      }
      return deals;
    });
    return { outcome: 'seeded', seeded, ranked: ranked.length };
  };
}

/** The likeliest first; of equals the one found first. Those of whom the model cannot say anything are left out. */
async function rankLeads(
  { db, embedder, openRanker }: MlDeps,
  kit: PartnerKit,
  signal: AbortSignal,
): Promise<RankedLead[]> {
  const ids = await leadsToSeed(db, embedder.model, LEADS_PER_RANKING);
  const ranker = await openRanker(kit).catch(refuseKit);
  try {
    const ranked: RankedLead[] = [];
    for (let from = 0; from < ids.length; from += LEADS_PER_LOT) {
      signal.throwIfAborted();
      const vectors = await readVectors(db, embedder.model, ids.slice(from, from + LEADS_PER_LOT));
      ranked.push(...(await scoreLot(ranker, vectors).catch(refuseKit)));
    }
    return ranked.sort((a, b) => b.score - a.score || a.leadId - b.leadId);
  } finally {
    await ranker.close();
  }
}

async function scoreLot(ranker: Ranker, vectors: ReadonlyMap<number, Float32Array>): Promise<RankedLead[]> {
  const scores = await ranker.probabilities([...vectors.values()]);
  return [...vectors.keys()]
    .map((leadId, i) => ({ leadId, score: scores[i] ?? Number.NaN }))
    .filter(({ score }) => Number.isFinite(score));
}

/** A kit that cannot be read stops its campaign's seeding, not the worker. */
function refuseKit(error: unknown): never {
  if (error instanceof Misconfigured) throw new Permanent(error.message, { cause: error });
  throw error;
}

/** Promotes from the top until the campaign has its deals. Returns how many that were. */
async function promoteBest(
  trx: Tx,
  campaignId: number,
  ranked: readonly RankedLead[],
  embeddingModel: string,
  now: Date,
): Promise<number> {
  const missing = await missingDeals(trx, campaignId);
  let promoted = 0;
  for (const { leadId, score } of ranked) {
    if (promoted >= missing) break;
    if (!(await claimToSeed(trx, leadId, embeddingModel))) continue;
    const lead = await getEnrichedLead(trx, leadId);
    const promotion = lead && (await promoteLead(trx, lead, campaignId, score, now));
    if (promotion?.kind === 'promoted') promoted += 1;
  }
  return promoted;
}

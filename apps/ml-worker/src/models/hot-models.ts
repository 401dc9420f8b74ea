import { isDeepStrictEqual } from 'node:util';
import type { Database } from '@fairlead/db/database';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { latestModel } from '@fairlead/db/repositories/models';
import { type LabelKey, labelKeys } from '@fairlead/db/repositories/verdicts';
import { NotOpen, ThreadLost } from '@fairlead/qualifier/thread/errors';
import type { QualifierHost } from '@fairlead/qualifier/thread/host';
import { hash32, integer, type Random } from '@fairlead/shared/runtime/random';
import type { Embedder } from '../adapters/ports.ts';
import { type HotCampaign, hasLostLabels, newLabels, poolChange } from './hot-campaign.ts';
import { createObjectiveVectors } from './objective-vectors.ts';
import type { CampaignModel, CampaignModels } from './port.ts';
import { createTurns } from './turns.ts';

export interface HotModelsDeps {
  db: Database;
  random: Random;
  embedder: Embedder;
  host: QualifierHost;
}

const LARGEST_SEED = 2 ** 31 - 1;
// The thread keeps fewer, by what they weigh; this bounds the notes about them.
const MOST_CAMPAIGNS = 200;

/**
 * The campaigns' models in the host's thread. Before each use the keys of all labels are read, which is
 * cheap, and what the thread has not been told is sent to it; so verdicts of other workers are always
 * seen. A campaign it does not know starts from the newest stored fit and the labels.
 */
export function createHotModels(deps: HotModelsDeps): CampaignModels {
  const inTurn = createTurns();
  const hot = new Map<number, HotCampaign>();
  const objectives = createObjectiveVectors(deps.embedder);

  const attempt = async <T>(campaign: Campaign, work: (model: CampaignModel) => Promise<T>): Promise<T> => {
    const keys = await labelKeys(deps.db, campaign.id, deps.embedder.model);
    const known = hot.get(campaign.id);
    const isKnown = known && known.settings === settingsOf(campaign) && !hasLostLabels(known, keys);
    const held = isKnown ? known : { settings: settingsOf(campaign), labels: new Map(), pool: new Map() };
    remember(hot, campaign.id, held);
    const labels = await newLabels(deps.db, deps.embedder.model, held, keys);
    const key = String(campaign.id);
    if (!isKnown) {
      const context = {
        embeddingModel: deps.embedder.model,
        objective: await objectives.of(campaign),
      };
      const { strategy: name, strategyOptions: options } = campaign;
      const snapshot = await usableSnapshot(deps, campaign);
      await deps.host.open(key, { name, options, context, snapshot, labels });
    } else if (labels.length > 0) await deps.host.observe(key, labels);
    return await work(lend(deps, campaign, held, keys));
  };

  return {
    use: (campaign, work) =>
      inTurn(campaign.id, async () => {
        try {
          return await attempt(campaign, work);
        } catch (error) {
          // Whatever went wrong half-way: the next one starts from the rows.
          hot.delete(campaign.id);
          if (!(error instanceof NotOpen || error instanceof ThreadLost)) throw error;
        }
        try {
          return await attempt(campaign, work);
        } catch (error) {
          hot.delete(campaign.id);
          throw error;
        }
      }),
  };
}

/** As the most recently used; the least recently used are forgotten, and start from the rows when they come back. */
function remember(hot: Map<number, HotCampaign>, campaignId: number, held: HotCampaign): void {
  hot.delete(campaignId);
  hot.set(campaignId, held);
  for (const id of hot.keys()) {
    if (hot.size <= MOST_CAMPAIGNS) return;
    hot.delete(id);
  }
}

function settingsOf({ strategy, strategyOptions, objective }: Campaign): string {
  return JSON.stringify([strategy, strategyOptions, objective]);
}

/** The state of the newest fit, if the campaign's strategy and options are still those it was made with. */
async function usableSnapshot({ db, embedder }: HotModelsDeps, campaign: Campaign): Promise<unknown> {
  const stored = await latestModel(db, campaign.id, embedder.model);
  const fits =
    stored?.strategy === campaign.strategy && isDeepStrictEqual(stored.options, campaign.strategyOptions);
  return fits ? stored.state : null;
}

function lend(
  { db, random, embedder, host }: HotModelsDeps,
  campaign: Campaign,
  held: HotCampaign,
  labels: readonly LabelKey[],
): CampaignModel {
  const key = String(campaign.id);
  return {
    version: versionOf(campaign, labels),
    labels,
    propose: async (candidates) => {
      const change = await poolChange(db, embedder.model, held, candidates);
      return await host.propose(key, { ...change, seed: integer(random, 0, LARGEST_SEED) });
    },
    decide: (vector) => host.decide(key, vector),
    probabilities: (vectors) => host.probabilities(key, vectors),
    reopen: (parked) => host.reopen(key, parked),
    heldOut: () => host.heldOut(key),
    concerns: () => host.concerns(key),
    snapshot: () => host.snapshot(key),
    portable: () => host.portable(key),
  };
}

/** The same for the same labels and settings, on every worker. */
function versionOf(campaign: Campaign, labels: readonly LabelKey[]): string {
  const taught = labels.map(({ leadId, qualified, source }) => `${leadId}:${qualified}:${source}`);
  const digest = hash32(`${settingsOf(campaign)} ${taught.join()}`);
  return `${campaign.strategy}-${labels.length}-${digest.toString(36)}`;
}

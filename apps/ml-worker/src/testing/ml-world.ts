import type { Database } from '@fairlead/db/database';
import type { NewCampaign } from '@fairlead/db/repositories/campaigns';
import { loadPrompts } from '@fairlead/prompts/library';
import { createQualifierHost, type QualifierHost } from '@fairlead/qualifier/thread/host';
import type { Profile } from '@fairlead/shared/domain/profile';
import type { JobContext } from '@fairlead/shared/queue/consumer';
import { manualClock } from '@fairlead/shared/runtime/clock';
import { createLogger } from '@fairlead/shared/runtime/logger';
import { seededRandom } from '@fairlead/shared/runtime/random';
import {
  addAccount,
  addCampaign,
  addLead,
  addVector,
  type BuiltLead,
  emptyTables,
  NOW,
  openMigratedDatabase,
} from '@fairlead/testing/builders';
import { hashingEmbedder } from '../adapters/hashing-embedder.ts';
import type { MlDeps } from '../handlers/deps.ts';
import { createHotModels } from '../models/hot-models.ts';
import { kitRankers } from '../models/kit-rankers.ts';
import { type ScriptedLlm, scriptedLlm } from './scripted-llm.ts';

/** One campaign with its account, and all the ML handlers need. */
export interface MlWorld {
  accountId: number;
  campaignId: number;
  llm: ScriptedLlm;
  deps: MlDeps;
}

/** Real Postgres, the hashing embedder and the project's own prompts, for the tests of one file. */
export interface MlWorlds {
  db: Database;
  /** An empty database but for one campaign, and a language model with these answers. */
  begin(
    answers?: readonly unknown[],
    campaign?: Partial<NewCampaign>,
    /** Default: the real one. */
    host?: QualifierHost,
  ): Promise<MlWorld>;
  close(): Promise<void>;
}

export async function openMlWorlds(label: string): Promise<MlWorlds> {
  const database = await openMigratedDatabase(label);
  const { db } = database;
  const prompts = await loadPrompts();
  const host = createQualifierHost();
  const begin: MlWorlds['begin'] = async (answers, campaign, chosenHost = host) => {
    await emptyTables(database);
    const accountId = await addAccount(db);
    const campaignId = await addCampaign(db, [accountId], campaign);
    const llm = scriptedLlm(answers);
    const random = seededRandom(1);
    const embedder = hashingEmbedder();
    const deps: MlDeps = {
      db,
      clock: manualClock(NOW),
      random,
      embedder,
      models: createHotModels({ db, random, embedder, host: chosenHost }),
      openRanker: kitRankers(chosenHost),
      llm,
      prompts,
    };
    return { accountId, campaignId, llm, deps };
  };
  return {
    db,
    begin,
    close: async () => {
      await host.close();
      await database.drop();
    },
  };
}

/** An enriched lead with a vector: a candidate of every campaign. */
export async function addCandidate(db: Database, profile: Partial<Profile> = {}): Promise<BuiltLead> {
  const lead = await addLead(db, profile);
  await addVector(db, lead.leadId);
  return lead;
}

/** What a handler is given besides its payload. */
export function jobContext(): JobContext {
  const log = createLogger({ service: 'test', level: 'silent' });
  return { jobId: 'test-1', attempt: 1, log, signal: new AbortController().signal };
}

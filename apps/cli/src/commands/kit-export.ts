import { resolve } from 'node:path';
import type { Database } from '@fairlead/db/database';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { getKit } from '@fairlead/db/repositories/partner-kits';
import { getPortableModel } from '@fairlead/db/repositories/portable-models';
import { CONFIG_FILE, parseKitConfig } from '@fairlead/kits/config';
import { writeFolder } from '@fairlead/kits/folder';
import { checkKitModel, type KitModel, MODEL_FILES } from '@fairlead/kits/model';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { loadSettings } from '../load-env.ts';
import type { Output } from '../output.ts';
import { CALLED_FROM } from '../paths.ts';
import { campaignNamed, withDatabase } from './kit.ts';

export interface KitExportOptions {
  /** Of the partner's turns, the share it takes. */
  fraction: number;
}

/** Writes a campaign's texts and its newest model as a kit. Throws `Misconfigured` when its model may not leave. */
export async function exportKit(
  named: string,
  folder: string,
  { fraction }: KitExportOptions,
  out: Output,
): Promise<void> {
  const path = resolve(CALLED_FROM, folder);
  await withDatabase(out, async (db) => {
    const campaign = await campaignNamed(db, named);
    const model = await modelOf(db, campaign);
    const config = {
      action_fraction: fraction,
      product_docs: campaign.productDocs,
      campaign_objective: campaign.objective,
      booking_link: campaign.bookingLink,
      followup_template: campaign.followUpTemplate,
      campaign_name: campaign.name,
    };
    // What cannot be read back must not leave.
    await writeFolder(path, parseKitConfig(JSON.stringify(config)), model);
    const files = [CONFIG_FILE, MODEL_FILES[model.format]];
    out.result(`Wrote ${files.join(' and ')} to ${path}\n  SHA-256 of the model: ${model.digest}`);
    out.json({ campaignId: campaign.id, folder: path, files, digest: model.digest });
  });
}

/** A partner's own kit is passed on as it came; a regular campaign has learned a model of its own. */
async function modelOf(db: Database, campaign: Campaign): Promise<KitModel> {
  const kit = await getKit(db, campaign.id);
  if (kit) return await checkKitModel(kit.format, kit.model);
  const embeddingModel = EMBEDDING_MODELS[loadSettings().FAIRLEAD_EMBEDDER];
  const stored = await getPortableModel(db, campaign.id, embeddingModel);
  if (stored) return await checkKitModel('snapshot', Buffer.from(JSON.stringify(stored.model)));
  throw new Misconfigured(
    `The campaign “${campaign.name}” has no model that may leave.`,
    campaign.strategy === 'bayes'
      ? 'It needs 20 verdicts of both kinds and one fit after them: wait for the next.'
      : `Its strategy, ${campaign.strategy}, keeps a point for each person it was taught; only bayes can be exported.`,
  );
}

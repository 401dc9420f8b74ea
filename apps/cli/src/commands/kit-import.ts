import { resolve } from 'node:path';
import type { Database, Tx } from '@fairlead/db/database';
import { type Account, listAccounts } from '@fairlead/db/repositories/accounts';
import {
  assignAccount,
  findCampaign,
  makePartner,
  upsertCampaign,
} from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { saveKit } from '@fairlead/db/repositories/partner-kits';
import { type Kit, openKit } from '@fairlead/kits/kit';
import { EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';
import { CALLED_FROM } from '../paths.ts';
import { withDatabase } from './kit.ts';

export interface KitImportOptions {
  sha256?: string;
  name?: string;
  /** Handles. */
  account: readonly string[];
}

/**
 * Makes a partner campaign from the kit that the operator names, or renews the one of that name, and says what
 * will be done under whose name. Throws `Misconfigured` when the kit, the name or the accounts are of no use.
 */
export async function importKit(source: string, options: KitImportOptions, out: Output): Promise<void> {
  const { FAIRLEAD_KIT_HUB_URL: hubUrl, FAIRLEAD_EMBEDDER } = loadSettings();
  const { sha256, account } = options;
  const isPath = !/^(https?|hf):/i.test(source);
  out.step(`Reading the kit ${isPath ? source : source.replace(/\?.*/s, '')}`);
  const kit = await openKit(isPath ? resolve(CALLED_FROM, source) : source, {
    hubUrl,
    ...(sha256 === undefined ? {} : { sha256 }),
  });
  checkVectors(kit, EMBEDDING_MODELS[FAIRLEAD_EMBEDDER]);
  const name = options.name?.trim() || kit.config.campaign_name;
  if (!name) throw new Misconfigured('The kit does not name its campaign.', 'Name it: --name "…"');
  await withDatabase(out, async (db) => {
    const accounts = await chooseAccounts(db, account);
    const now = systemClock().now();
    const campaignId = await db.transaction().execute((trx) => store(trx, name, kit, accounts, now));
    out.result(summary(name, kit, accounts));
    const handles = accounts.map(({ handle }) => handle);
    out.json({ campaignId, name, origin: kit.origin, digest: kit.model.digest, accounts: handles });
  });
}

function checkVectors({ model }: Kit, ours: string): void {
  if (model.embeddingModel === ours) return;
  throw new Misconfigured(
    `The kit cannot be used: its model reads vectors of ${model.embeddingModel}; this installation makes those of ${ours}.`,
    'Use a kit that was made with the same FAIRLEAD_EMBEDDER.',
  );
}

/** Those named, or the only one there is: nobody acts for a partner without being asked. */
async function chooseAccounts(db: Database, handles: readonly string[]): Promise<Account[]> {
  const accounts = await listAccounts(db);
  const known = accounts.map(({ handle }) => handle).join(', ') || 'none exists yet';
  if (handles.length === 0) {
    if (accounts.length === 1) return accounts;
    throw new Misconfigured(
      `There are ${accounts.length} accounts; which works for the partner?`,
      `Name it: --account <handle>, one of: ${known}`,
    );
  }
  return handles.map((handle) => {
    const found = accounts.find((account) => account.handle === handle);
    if (found) return found;
    throw new Misconfigured(`There is no account ${handle}.`, `Name one of: ${known}`);
  });
}

async function store(
  trx: Tx,
  name: string,
  { config, model, origin }: Kit,
  accounts: readonly Account[],
  now: Date,
): Promise<number> {
  const known = await findCampaign(trx, name);
  if (known?.actionFraction === null) {
    throw new Misconfigured(
      `“${name}” is a campaign of your own.`,
      'Give the partner another name: --name "…"',
    );
  }
  const campaign = {
    name,
    productDocs: config.product_docs,
    objective: config.campaign_objective,
    bookingLink: config.booking_link,
    followUpTemplate: config.followup_template,
  };
  const campaignId = await upsertCampaign(trx, campaign, now);
  await makePartner(trx, campaignId, config.action_fraction);
  for (const { id } of accounts) await assignAccount(trx, campaignId, id);
  const { format, embeddingModel, bytes, digest } = model;
  await saveKit(trx, campaignId, { origin, format, embeddingModel, model: bytes, digest }, now);
  await recordEvent(trx, { kind: 'kit.imported', campaignId, detail: `${origin}, model ${digest}` }, now);
  return campaignId;
}

function summary(name: string, { config, model, origin }: Kit, accounts: readonly Account[]): string {
  return [
    `The partner campaign “${name}” runs from now on.`,
    table([
      ['kit', origin],
      ['model', `${model.format}, SHA-256 ${model.digest}`],
      [
        'turns',
        `it takes ${Math.round(100 * config.action_fraction)} % of its own; regular campaigns leave it as many of theirs`,
      ],
      ['writes as', accounts.map(({ handle }) => handle).join(', ')],
      ['booking link', config.booking_link ?? 'none'],
    ]),
    '',
    `  Its texts are written from this template: ${firstLine(config.followup_template)}`,
    `  Stop it: ./fairlead kit remove "${name}", or pause it in the dashboard`,
  ].join('\n');
}

// A terminal obeys control characters, and a kit is not ours.
const firstLine = (text: string): string =>
  (text.trim().split('\n')[0] ?? '').replace(/\p{C}/gu, '').slice(0, 100);

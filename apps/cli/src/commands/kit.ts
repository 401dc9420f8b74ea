import type { Database } from '@fairlead/db/database';
import { type Campaign, listCampaigns } from '@fairlead/db/repositories/campaigns';
import { recordEvent } from '@fairlead/db/repositories/events';
import { type ListedKit, listKits, removeKit } from '@fairlead/db/repositories/partner-kits';
import { systemClock } from '@fairlead/shared/runtime/clock';
import { Misconfigured } from '@fairlead/shared/runtime/errors';
import { openToRead } from '../backup/place.ts';
import { loadSettings } from '../load-env.ts';
import { type Output, table } from '../output.ts';

/** Lists partner campaigns, also those whose kit was removed. */
export async function listPartners(out: Output): Promise<void> {
  await withDatabase(out, async (db) => {
    const kits = await listKits(db);
    out.result(kits.length === 0 ? 'There is no partner campaign.' : table(kits.map(rowOf)));
    out.json({ kits });
  });
}

/** Stops a partner campaign. Throws `Misconfigured` when it is none. */
export async function removePartner(named: string, out: Output): Promise<void> {
  await withDatabase(out, async (db) => {
    const campaign = await campaignNamed(db, named);
    if (campaign.actionFraction === null) {
      throw new Misconfigured(`“${campaign.name}” is no partner campaign.`, 'Pause it in the dashboard.');
    }
    const now = systemClock().now();
    const closed = await db.transaction().execute(async (trx) => {
      const deals = await removeKit(trx, campaign.id, now);
      const detail = `The kit was removed; ${deals} deals nobody was written to for are closed`;
      await recordEvent(trx, { kind: 'kit.removed', campaignId: campaign.id, detail }, now);
      return deals;
    });
    out.result(`“${campaign.name}” is stopped. ${closed} deals for whom nothing was done yet are closed.`);
    out.json({ campaignId: campaign.id, closed });
  });
}

/** The campaign of this name, or of this number. Throws `Misconfigured` when there is none. */
export async function campaignNamed(db: Database, named: string): Promise<Campaign> {
  const campaigns = await listCampaigns(db);
  const found =
    campaigns.find(({ name }) => name === named) ?? campaigns.find(({ id }) => String(id) === named);
  if (found) return found;
  const names = campaigns.map(({ id, name }) => `${name} (${id})`).join(', ');
  throw new Misconfigured(`There is no campaign “${named}”.`, `Name one of: ${names || 'none exists yet'}`);
}

/** The database in use: of the system that runs, or opened for the while. */
export async function withDatabase(out: Output, use: (db: Database) => Promise<void>): Promise<void> {
  const place = await openToRead(loadSettings(), out);
  try {
    await use(place.db);
  } finally {
    await place.close();
  }
}

function rowOf({
  name,
  campaignId,
  actionFraction,
  paused,
  origin,
  accounts,
  deals,
}: ListedKit): [string, string] {
  const state =
    origin === null ? 'removed' : paused ? 'paused' : `${Math.round(100 * actionFraction)} % of its turns`;
  const from = origin === null ? '' : `, from ${origin}`;
  return [
    `${name} (${campaignId})`,
    `${state}, ${deals} deals, by ${accounts.join(', ') || 'nobody'}${from}`,
  ];
}

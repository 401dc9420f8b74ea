import { connectDatabase, type Database } from '@fairlead/db/database';
import { migrate } from '@fairlead/db/migrate';
import { type NewAccount, upsertAccount } from '@fairlead/db/repositories/accounts';
import { assignAccount, type NewCampaign, upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { type DealMove, moveDeal } from '@fairlead/db/repositories/deals';
import { saveEmbeddings } from '@fairlead/db/repositories/embeddings';
import { discoverLeads, recordProfile } from '@fairlead/db/repositories/leads';
import { endAction, type NewAction, startAction } from '@fairlead/db/repositories/ledger';
import { freezeFollowUp } from '@fairlead/db/repositories/messages';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import type { ActionState } from '@fairlead/shared/domain/action';
import type { DealState } from '@fairlead/shared/domain/deal';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { DEFAULT_LIMITS } from '@fairlead/shared/domain/limits';
import type { Profile } from '@fairlead/shared/domain/profile';
import { AROUND_THE_CLOCK } from '@fairlead/shared/domain/working-hours';
import { gaussian, seededRandom } from '@fairlead/shared/runtime/random';
import { inject } from 'vitest';
import { inventedProfile } from './people.ts';
import { createTestDatabase } from './postgres.ts';

/** The instant builders stamp rows with unless told otherwise: a Monday morning. */
export const NOW = new Date('2026-03-02T09:00:00Z');

/** The embedding model of `addVector` unless told otherwise. */
export const TEST_MODEL = EMBEDDING_MODELS.hashing;

export interface MigratedDatabase {
  db: Database;
  /** For a second, independent connection. */
  url: string;
  /** Closes the connections and removes the database. */
  drop(): Promise<void>;
}

/** An own database with the newest schema and no rows. Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function openMigratedDatabase(label: string): Promise<MigratedDatabase> {
  const template = inject('postgresTemplate');
  const { url, drop } = await createTestDatabase(label, template === null ? {} : { template });
  const db = await connectDatabase(url);
  // Nothing is left to do on a copy of the migrated template.
  if (template === null) await migrate(db);
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await drop();
    },
  };
}

/** Removes every row, so that tests of one file can share a schema. */
export async function emptyTables({ db }: MigratedDatabase): Promise<void> {
  // Everything hangs on these, by foreign keys.
  for (const table of ['event', 'action', 'message', 'deal', 'contact', 'company', 'campaign'] as const)
    await db.deleteFrom(table).execute();
  for (const table of [
    'campaign_account',
    'account',
    'lead',
    'plan_report',
    'app_user',
    'audit_log',
    'restoration',
  ] as const)
    await db.deleteFrom(table).execute();
}

let people = 0;
let names = 0;

/** A person nobody has used in this test file. */
export function newProfile(overrides: Partial<Profile> = {}): Profile {
  people += 1;
  return inventedProfile(people, overrides);
}

/** An account in good health. Returns its id. */
export async function addAccount(db: Database, overrides: Partial<NewAccount> = {}): Promise<number> {
  names += 1;
  const account: NewAccount = {
    handle: `operator-${names}`,
    email: `operator-${names}@fairlead.example`,
    passwordSealed: Buffer.from('not a real ciphertext'),
    country: 'no',
    timeZone: 'UTC',
    workingHours: AROUND_THE_CLOCK,
    limits: DEFAULT_LIMITS,
    subscribeNewsletter: false,
    ...overrides,
  };
  return await upsertAccount(db, account, false, NOW);
}

/** A campaign the given accounts work for. Returns its id. */
export async function addCampaign(
  db: Database,
  accountIds: readonly number[] = [],
  overrides: Partial<NewCampaign> = {},
): Promise<number> {
  names += 1;
  const campaign: NewCampaign = {
    name: `Campaign ${names}`,
    productDocs: 'Turbine inspections by drone.',
    objective: 'Operations managers of wind parks',
    bookingLink: 'https://cal.example/turbines',
    followUpTemplate: 'Thank {{ profile.firstName }} for connecting.',
    strategy: 'classic',
    ...overrides,
  };
  const id = await upsertCampaign(db, campaign, NOW);
  for (const accountId of accountIds) await assignAccount(db, id, accountId);
  return id;
}

/** A url-only lead. Returns its id. */
export async function addUrlOnlyLead(db: Database, publicId = newProfile().publicId): Promise<number> {
  await discoverLeads(db, [publicId], NOW, null);
  const { id } = await db
    .selectFrom('lead')
    .select('id')
    .where('public_id', '=', publicId)
    .executeTakeFirstOrThrow();
  return id;
}

export interface BuiltLead {
  leadId: number;
  profile: Profile;
}

/** An enriched lead with an invented profile. */
export async function addLead(db: Database, overrides: Partial<Profile> = {}): Promise<BuiltLead> {
  const profile = newProfile(overrides);
  const leadId = await addUrlOnlyLead(db, profile.publicId);
  await db.transaction().execute((trx) => recordProfile(trx, leadId, profile, { invented: true }, NOW));
  return { leadId, profile };
}

/** A unit vector: the same for the same seed. */
export function testVector(seed: number | string): Float32Array {
  const random = seededRandom(seed);
  const numbers = Float32Array.from({ length: EMBEDDING_DIMENSIONS }, () => gaussian(random));
  const norm = Math.hypot(...numbers);
  return numbers.map((number) => number / norm);
}

/** Gives the lead a vector; returns it. */
export async function addVector(
  db: Database,
  leadId: number,
  { model = TEST_MODEL, vector = testVector(leadId) }: { model?: string; vector?: Float32Array } = {},
): Promise<Float32Array> {
  await saveEmbeddings(db, model, [{ id: leadId, vector }], NOW);
  return vector;
}

export interface DealPlan {
  campaignId: number;
  /** Who invited; needed from PENDING on. */
  accountId?: number;
  state?: DealState;
  /** Default: a new enriched lead. */
  lead?: BuiltLead;
  score?: number | null;
  /** When every step of its history happened. */
  at?: Date;
}

export interface BuiltDeal extends BuiltLead {
  dealId: number;
}

/** A deal with the history that leads to its state: COMPLETED was invited, connected and messaged. */
export async function addDeal(db: Database, plan: DealPlan): Promise<BuiltDeal> {
  const { campaignId, state = 'NEW', score = null, at = NOW } = plan;
  const lead = plan.lead ?? (await addLead(db));
  return await db.transaction().execute(async (trx) => {
    const enriched = { id: lead.leadId, publicId: lead.profile.publicId, profile: lead.profile };
    const promotion = await promoteLead(
      trx,
      { ...enriched, state: 'enriched', closedReason: null },
      campaignId,
      score,
      at,
    );
    if (promotion.kind !== 'promoted') throw new Error(`The lead was not promoted: ${promotion.kind}.`);
    let from: DealState = 'NEW';
    for (const move of movesTo(state, plan.accountId)) {
      await moveDeal(trx, promotion.dealId, from, move, at);
      from = move.to;
    }
    return { ...lead, dealId: promotion.dealId };
  });
}

function movesTo(state: DealState, accountId: number | undefined): DealMove[] {
  if (state === 'NEW') return [];
  if (state === 'FAILED') return [{ to: 'FAILED', reason: 'invite-refused', detail: 'The network said no.' }];
  if (accountId === undefined) throw new Error(`A ${state} deal needs an accountId.`);
  const moves: DealMove[] = [
    { to: 'PENDING', accountId },
    { to: 'CONNECTED', accountId },
    { to: 'COMPLETED' },
  ];
  return moves.slice(0, moves.findIndex(({ to }) => to === state) + 1);
}

/** Freezes a follow-up text for the deal. Returns the message's id. */
export async function addFrozenMessage(db: Database, dealId: number, text = 'Thank you.'): Promise<number> {
  await freezeFollowUp(db, dealId, text, 'test-model', NOW);
  const { id } = await db
    .selectFrom('message')
    .select('id')
    .where('deal_id', '=', dealId)
    .executeTakeFirstOrThrow();
  return id;
}

export interface ActionPlan extends Omit<NewAction, 'fencingToken' | 'messageId' | 'text'> {
  messageId?: number;
  state?: ActionState;
  at?: Date;
}

/**
 * A row of the ledger in the given state, outside all quotas and whatever has become of the deal since, by the account's
 * current worker. Returns its id.
 */
export async function addAction(db: Database, plan: ActionPlan): Promise<number> {
  const { state = 'intent', at = NOW, messageId = null, ...ids } = plan;
  const { fencing_token: fencingToken } = await db
    .selectFrom('account')
    .select('fencing_token')
    .where('id', '=', plan.accountId)
    .executeTakeFirstOrThrow();
  const { id: actionId } = await db
    .insertInto('action')
    .values({
      kind: ids.kind,
      state: 'intent',
      account_id: ids.accountId,
      lead_id: ids.leadId,
      deal_id: ids.dealId,
      message_id: messageId,
      fencing_token: fencingToken,
      intent_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (state === 'intent') return actionId;
  await startAction(db, actionId, fencingToken, at);
  if (state !== 'started') await endAction(db, actionId, fencingToken, 'started', { to: state }, at);
  return actionId;
}

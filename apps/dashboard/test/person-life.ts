import { type Database, onlyRow } from '@fairlead/db/database';
import { moveDeal } from '@fairlead/db/repositories/deals';
import { saveEmbeddings } from '@fairlead/db/repositories/embeddings';
import type { NewEvent } from '@fairlead/db/repositories/events';
import {
  closeLead,
  discoverLeads,
  getEnrichedLead,
  moveLead,
  recordProfile,
} from '@fairlead/db/repositories/leads';
import { endAction, intendAction, startAction } from '@fairlead/db/repositories/ledger';
import { freezeFollowUp, markMessageSent } from '@fairlead/db/repositories/messages';
import { promoteLead } from '@fairlead/db/repositories/promotion';
import { keepThread } from '@fairlead/db/repositories/thread-messages';
import { recordVerdict } from '@fairlead/db/repositories/verdicts';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODELS } from '@fairlead/shared/domain/embedding';
import { HOUR_MS } from '@fairlead/shared/domain/limits';
import type { Profile } from '@fairlead/shared/domain/profile';
import type { Random } from '@fairlead/shared/runtime/random';
import { inventProfile, publicIdOf } from './people.ts';

export interface World {
  db: Database;
  random: Random;
  campaignId: number;
  accountId: number;
  now: Date;
  /** What happened, in no order: the seed records it in order of time. */
  history: { at: Date; event: NewEvent }[];
}

/** One invented person from discovery to as far as chance and time take them. Returns the lead's id. */
export async function livePerson(world: World, index: number, bornAt: Date): Promise<number> {
  const { db, random } = world;
  const leadId = await discover(db, publicIdOf(index), bornAt);
  if (random.next() < 0.12) {
    if (random.next() < 0.3) await closeLead(db, leadId, 'inaccessible');
    return leadId;
  }
  await meet(world, leadId, inventProfile(random, index), { bornAt, qualified: random.next() < 0.42 });
  return leadId;
}

async function discover(db: Database, publicId: string, at: Date): Promise<number> {
  await discoverLeads(db, [publicId], at, null);
  return onlyRow(await db.selectFrom('lead').select('id').where('public_id', '=', publicId).execute()).id;
}

/** Makes a lead of a given profile and judges it; yes leads to a deal. */
export async function addPerson(world: World, profile: Profile, reason: string): Promise<number> {
  const leadId = await discover(world.db, profile.publicId, world.now);
  await meet(world, leadId, profile, { bornAt: world.now, qualified: true, reason });
  return leadId;
}

async function meet(
  world: World,
  leadId: number,
  profile: Profile,
  life: { bornAt: Date; qualified: boolean; reason?: string },
): Promise<void> {
  const { db, random, campaignId } = world;
  const readAt = after(life.bornAt, 0.5);
  await db.transaction().execute((trx) => recordProfile(trx, leadId, profile, {}, readAt));
  await saveEmbeddings(db, EMBEDDING_MODELS.hashing, [{ id: leadId, vector: vectorOf(profile) }], readAt);
  if (life.reason === undefined && random.next() < 0.18) return;
  const at = after(life.bornAt, 1);
  const source = random.next() < 0.3 ? 'model' : 'llm';
  const confidence = Number((life.qualified ? 0.55 + 0.44 * random.next() : 0.45 * random.next()).toFixed(2));
  const reason = life.reason ?? (life.qualified ? YES : NO);
  await db.transaction().execute(async (trx) => {
    const verdict = {
      qualified: life.qualified,
      reason,
      source,
      modelVersion: 'classic-41',
      confidence,
      chosenBy: source === 'model' ? null : random.next() < 0.2 ? 'random' : 'model',
    } as const;
    await recordVerdict(trx, leadId, campaignId, verdict, at);
    if (!life.qualified && source === 'llm') await moveLead(trx, leadId, 'disqualified');
  });
  const kind = life.qualified ? 'lead.qualified' : source === 'llm' ? 'lead.disqualified' : 'lead.parked';
  world.history.push({ at: at, event: { kind, campaignId, leadId, detail: reason } });
  if (life.qualified) await pursue(world, leadId, confidence, at);
}

/** The words of the headline, each in a place of its own: alike where they share some. */
function vectorOf({ headline }: Profile): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  for (const word of (headline ?? '').split(' ')) {
    const place = [...word].reduce(
      (hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % vector.length,
      7,
    );
    vector[place] = 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((part) => part / length);
}

const YES = 'Plans crews and spare parts for a wind park operator: exactly whom the campaign is for.';
const NO = 'Works in another field and plans no maintenance.';

async function pursue(world: World, leadId: number, score: number, from: Date): Promise<void> {
  const { db, random, campaignId } = world;
  const lead = await getEnrichedLead(db, leadId);
  if (!lead) throw new Error('The person has no profile.');
  const promotion = await db.transaction().execute((trx) => promoteLead(trx, lead, campaignId, score, from));
  if (promotion.kind !== 'promoted') return;
  const { dealId } = promotion;
  const invitedAt = after(from, 2 + 20 * random.next());
  if (invitedAt > world.now || random.next() < 0.15) return;
  await invite(world, leadId, dealId, invitedAt);
  const answeredAt = after(invitedAt, 20 + 60 * random.next());
  const luck = random.next();
  if (answeredAt > world.now || luck > 0.82) return;
  if (luck > 0.68) return await fail(world, leadId, dealId, answeredAt);
  await connect(world, leadId, dealId, answeredAt);
  const sentAt = after(answeredAt, 1 + 3 * random.next());
  if (sentAt <= world.now) await sendMessage(world, leadId, dealId, sentAt);
}

async function invite(world: World, leadId: number, dealId: number, at: Date): Promise<void> {
  await act(world, { kind: 'invite', leadId, dealId, messageId: null, text: null }, at);
  await move(world, dealId, 'NEW', { to: 'PENDING', accountId: world.accountId }, at);
  world.history.push({ at: at, event: { kind: 'invite.sent', ...idsOf(world, leadId, dealId) } });
}

async function connect(world: World, leadId: number, dealId: number, at: Date): Promise<void> {
  await move(world, dealId, 'PENDING', { to: 'CONNECTED', accountId: world.accountId }, at);
  world.history.push({ at: at, event: { kind: 'invite.accepted', ...idsOf(world, leadId, dealId) } });
}

async function fail(world: World, leadId: number, dealId: number, at: Date): Promise<void> {
  const detail = 'The invitation is no longer on the page and they are not connected.';
  await move(world, dealId, 'PENDING', { to: 'FAILED', reason: 'invite-lapsed', detail }, at);
  world.history.push({ at: at, event: { kind: 'deal.failed', ...idsOf(world, leadId, dealId), detail } });
}

async function sendMessage(world: World, leadId: number, dealId: number, at: Date): Promise<void> {
  const { db } = world;
  await freezeFollowUp(db, dealId, MESSAGE, 'sandbox-llm', at);
  world.history.push({ at: at, event: { kind: 'message.drafted', ...idsOf(world, leadId, dealId) } });
  const message = onlyRow(
    await db.selectFrom('message').select('id').where('deal_id', '=', dealId).execute(),
  );
  await act(world, { kind: 'message', leadId, dealId, messageId: message.id, text: MESSAGE }, at);
  await db.transaction().execute((trx) => markMessageSent(trx, message.id, at));
  await move(world, dealId, 'CONNECTED', { to: 'COMPLETED' }, at);
  world.history.push({ at: at, event: { kind: 'message.sent', ...idsOf(world, leadId, dealId) } });
  const answeredAt = after(at, 5);
  if (dealId % 3 === 0 && answeredAt <= world.now) await answer(world, leadId, answeredAt);
}

async function answer({ db, accountId }: World, leadId: number, at: Date): Promise<void> {
  const words = { fromSelf: false, text: ANSWER, sentAt: at };
  await db.transaction().execute((trx) => keepThread(trx, { accountId, leadId }, [words], at));
}

const ANSWER = 'Good question! Today it is whoever shouts loudest.\nTuesday afternoon would suit me.';

const MESSAGE =
  'Thank you for connecting. You wrote that parts arrive late more often than they break: how do you decide today which turbine a crew goes to first?\n\nIf you like I can show you in twenty minutes how others do it: https://cal.example/gale/intro';

type Act = Pick<Parameters<typeof intendAction>[1], 'kind' | 'leadId' | 'dealId' | 'messageId' | 'text'>;

/** The token of an account that no worker has taken yet. */
const NOBODYS = 0;

async function act({ db, accountId }: World, action: Act, at: Date): Promise<void> {
  const intent = await db
    .transaction()
    .execute((trx) => intendAction(trx, { ...action, accountId, fencingToken: NOBODYS }, [], at));
  if (intent.kind !== 'intended') throw new Error(`The ledger refused: ${intent.kind}.`);
  await startAction(db, intent.actionId, NOBODYS, at);
  await endAction(db, intent.actionId, NOBODYS, 'started', { to: 'done', evidence: { seen: 'pending' } }, at);
}

async function move(world: World, ...step: DropFirst<Parameters<typeof moveDeal>>): Promise<void> {
  const moved = await world.db.transaction().execute((trx) => moveDeal(trx, ...step));
  if (!moved) throw new Error('The deal was elsewhere.');
}

type DropFirst<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

function idsOf({ campaignId, accountId }: World, leadId: number, dealId: number) {
  return { campaignId, accountId, leadId, dealId };
}

function after(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * HOUR_MS);
}

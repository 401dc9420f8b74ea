import type { Database } from '@fairlead/db/database';
import { applyHealthEvent } from '@fairlead/db/repositories/account-health';
import { upsertAccount } from '@fairlead/db/repositories/accounts';
import { assignAccount, upsertCampaign } from '@fairlead/db/repositories/campaigns';
import { moveDeal, nextDealToDraft } from '@fairlead/db/repositories/deals';
import { recordEvent } from '@fairlead/db/repositories/events';
import { addKeywords, claimKeyword } from '@fairlead/db/repositories/keywords';
import { recordLlmCall } from '@fairlead/db/repositories/llm-calls';
import { freezeFollowUp } from '@fairlead/db/repositories/messages';
import { saveModel } from '@fairlead/db/repositories/models';
import { savePlanReport } from '@fairlead/db/repositories/plan-reports';
import { closeLane } from '@fairlead/db/repositories/schedule';
import { type Role, upsertUser } from '@fairlead/db/repositories/users';
import { pauseCampaign } from '@fairlead/db/views/campaign-control';
import { DAY_MS, DEFAULT_LIMITS, HOUR_MS } from '@fairlead/shared/domain/limits';
import { AROUND_THE_CLOCK } from '@fairlead/shared/domain/working-hours';
import { hashPassword } from '@fairlead/shared/runtime/crypto';
import { seededRandom } from '@fairlead/shared/runtime/random';
import { Secret } from '@fairlead/shared/runtime/secret';
import { livePerson, type World } from './person-life.ts';

const MINUTE_MS = 60_000;

export const PASSWORD = 'correct horse battery staple';

/** The ids of what `seedDatabase` made. */
export interface Seeded {
  campaignId: number;
  accountId: number;
  stoppedAccountId: number;
  /** The person with the longest history. */
  leadId: number;
}

/** A user of the dashboard with the password `PASSWORD`. */
export async function addUser(db: Database, name: string, role: Role, now: Date): Promise<void> {
  await upsertUser(db, { name, role, passwordHash: await hashPassword(new Secret(PASSWORD)) }, now);
}

/** Two campaigns (one paused), two accounts (one stopped), and `people` invented people in every state. */
export async function seedDatabase(db: Database, people: number, now: Date): Promise<Seeded> {
  const random = seededRandom('dashboard');
  const start = new Date(now.getTime() - 9 * DAY_MS);
  const accountId = await addAccount(db, 'mara.lindqvist@nordpost.example', start);
  const stoppedAccountId = await addAccount(db, 'tomas.brandt@nordpost.example', start);
  const campaignId = await addCampaign(db, 'Wind parks', WIND_PARKS, start);
  const pausedId = await addCampaign(db, 'Offshore logistics', OFFSHORE, start);
  await assignAccount(db, campaignId, accountId);
  await assignAccount(db, campaignId, stoppedAccountId);
  await assignAccount(db, pausedId, accountId);
  await addKeywords(db, campaignId, PHRASES, start);
  for (let i = 0; i < SEARCHES; i++) await claimKeyword(db, campaignId, daysAfter(start, i));
  const world: World = {
    db,
    random,
    campaignId,
    accountId,
    now,
    history: searches(campaignId, accountId, start),
  };
  const stepMs = (8.9 * DAY_MS) / people;
  for (let i = 0; i < people; i++) await livePerson(world, i, new Date(start.getTime() + i * stepMs));
  await recordHistory(world);
  const pausedAt = new Date(now.getTime() - 12 * MINUTE_MS);
  await db.transaction().execute((trx) => pauseCampaign(trx, pausedId, true, 'owner', pausedAt));
  await stopAccount(db, stoppedAccountId, new Date(now.getTime() - 4 * MINUTE_MS));
  const until = new Date(now.getTime() + 26 * HOUR_MS);
  await closeLane(db, {
    accountId,
    lane: 'connect',
    until,
    reason: 'The site says the weekly invitation limit is reached.',
  });
  await acceptInvitations(db, campaignId, accountId, now);
  await draftForApproval(db, campaignId, now);
  await saveModel(db, campaignId, FIT, now);
  await reportPlan(db, campaignId, pausedId, accountId, now);
  return { campaignId, accountId, stoppedAccountId, leadId: await busiestLead(db) };
}

async function busiestLead(db: Database): Promise<number> {
  const busiest = await db
    .selectFrom('event')
    .select('lead_id as leadId')
    .where('lead_id', 'is not', null)
    .groupBy('lead_id')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .orderBy('lead_id')
    .limit(1)
    .executeTakeFirst();
  if (!busiest?.leadId) throw new Error('nothing happened to anybody');
  return busiest.leadId;
}

const ACCEPTED = 3;

/** A few of those who were invited accepted just now. */
async function acceptInvitations(
  db: Database,
  campaignId: number,
  accountId: number,
  now: Date,
): Promise<void> {
  const pending = await db
    .selectFrom('deal')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'PENDING')
    .orderBy('id')
    .limit(ACCEPTED)
    .execute();
  for (const { id } of pending) {
    const at = new Date(now.getTime() - 2 * HOUR_MS);
    await db.transaction().execute((trx) => moveDeal(trx, id, 'PENDING', { to: 'CONNECTED', accountId }, at));
  }
}

/** Messages of the campaign wait for a human, a few of them now. */
async function draftForApproval(db: Database, campaignId: number, now: Date): Promise<void> {
  await db
    .updateTable('campaign')
    .set({ approval_mode: 'approve-messages' })
    .where('id', '=', campaignId)
    .execute();
  for (let minutes = 90; minutes > 0; minutes -= 25) {
    const deal = await nextDealToDraft(db, campaignId);
    if (!deal) return;
    const text = DRAFT.replace('NAME', deal.profile.firstName);
    await freezeFollowUp(db, deal.dealId, text, 'sandbox-llm', new Date(now.getTime() - minutes * MINUTE_MS));
  }
}

const DRAFT =
  'Thank you for connecting, NAME. You plan crews for more than one park: what decides today where they go first?\n\nIf you like, I can show you in twenty minutes how others do it.\n\nhttps://cal.example/gale/intro';

const PHRASES = [
  'wind park operations manager',
  'turbine maintenance lead',
  'O&M manager renewables',
  'offshore wind site manager',
  'asset manager wind energy',
  'head of operations wind farm',
  'blade inspection coordinator',
  'renewables technical director',
];

const SEARCHES = 5;

const FIT = {
  strategy: 'classic',
  version: 'classic-41-k3x9',
  embeddingModel: 'hashing-384-v1',
  labels: 41,
  state: {},
  options: {},
  report: {
    concerns: [
      { code: 'contradictions', text: '2 vectors have both a yes and a no', asks: false },
      { code: 'few-labels', text: '4 yes and 37 no labels, at least 5 of each are needed', asks: true },
    ],
    calibration: [
      { from: 0, to: 0.05, people: 14, meanProbability: 0.021, yes: 0 },
      { from: 0.05, to: 0.1, people: 9, meanProbability: 0.072, yes: 1 },
      { from: 0.1, to: 0.2, people: 7, meanProbability: 0.15, yes: 1 },
      { from: 0.2, to: 0.4, people: 5, meanProbability: 0.31, yes: 2 },
      { from: 0.6, to: 0.8, people: 6, meanProbability: 0.71, yes: 4 },
    ],
  },
  auditsSettledTo: null,
};

function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}

function searches(campaignId: number, accountId: number, start: Date): World['history'] {
  return PHRASES.slice(0, SEARCHES).map((phrase, i) => ({
    at: daysAfter(start, i),
    event: { kind: 'search.done', campaignId, accountId, detail: `“${phrase}”: ${31 + 7 * i} people` },
  }));
}

async function recordHistory({ db, campaignId, history }: World): Promise<void> {
  for (const { at, event } of history.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    await recordEvent(db, event, at);
    if (event.kind === 'message.drafted' || event.kind.endsWith('qualified')) {
      const call = { model: 'sandbox-llm', promptTokens: 900, completionTokens: 60 };
      const purpose = event.kind === 'message.drafted' ? 'follow-up' : 'verdict';
      await recordLlmCall(db, campaignId, { ...call, purpose }, at);
    }
  }
}

const WIND_PARKS = {
  productDocs:
    'Gale plans maintenance for wind parks from the turbines’ own vibration data.\n\nCrews go out when a part starts to wear, not when the calendar says so. Parks of 20 turbines save about eleven crew days a month.\n\nWorks with every common SCADA export; no new hardware.',
  objective:
    'Operations and maintenance managers at wind park operators in Europe who plan crews themselves.',
  bookingLink: 'https://cal.example/gale/intro',
};

const OFFSHORE = {
  productDocs: 'Slackwater finds berths and crew boats for offshore work a week ahead.',
  objective: 'People who book crew transfer vessels for offshore wind.',
  bookingLink: null,
};

async function addCampaign(
  db: Database,
  name: string,
  texts: typeof WIND_PARKS | typeof OFFSHORE,
  at: Date,
): Promise<number> {
  const followUpTemplate =
    'Thank {{ profile.firstName }} for connecting, name one thing from their work, ask one question.';
  return await upsertCampaign(db, { name, ...texts, followUpTemplate, strategy: 'classic' }, at);
}

/** A working account with the default limits. Returns its id. */
export async function addAccount(db: Database, email: string, at: Date): Promise<number> {
  const handle = (email.split('@')[0] ?? '').replace('.', '-');
  const account = {
    handle,
    email,
    passwordSealed: Buffer.from('sealed'),
    country: 'pt',
    timeZone: 'Europe/Lisbon',
    workingHours: AROUND_THE_CLOCK,
    limits: DEFAULT_LIMITS,
    subscribeNewsletter: false,
  };
  return await upsertAccount(db, account, true, at);
}

async function stopAccount(db: Database, accountId: number, at: Date): Promise<void> {
  const detail = 'a security check wants a code that was sent by e-mail.';
  await applyHealthEvent(db, accountId, { kind: 'checkpoint', detail });
  await recordEvent(db, { kind: 'account.stopped', accountId, detail }, at);
}

async function reportPlan(
  db: Database,
  campaignId: number,
  pausedId: number,
  accountId: number,
  now: Date,
): Promise<void> {
  const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
  const wait = (
    lane: 'connect' | 'embed' | 'fit' | 'draft' | 'search' | 'keywords' | 'qualify',
    reason: string,
    minutes: number | null,
  ) => ({
    campaignId,
    lane,
    reason,
    until: minutes === null ? null : later(minutes),
  });
  await savePlanReport(db, {
    at: new Date(now.getTime() - 9_000),
    planned: [
      { name: 'check-pending', payload: { campaignId, accountId } },
      { name: 'enrich', payload: { campaignId, accountId } },
      { name: 'embed', payload: {} },
    ],
    waiting: [
      wait('connect', 'mara-lindqvist: the site says the weekly invitation limit is reached.', 26 * 60),
      wait('qualify', 'its turn has not come', 2),
      wait('fit', '3 new verdicts since the model was fitted', 10),
      wait('draft', 'every connected deal has its follow-up text', 10),
      wait('search', 'there are leads to judge first', 10),
      wait('keywords', 'there are unused keywords', 10),
      { campaignId: pausedId, lane: 'connect', reason: 'the campaign is paused', until: null },
    ],
  });
}

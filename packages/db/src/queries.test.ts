import { inventedProfile } from '@fairlead/testing/people';
import { expect, test } from 'vitest';
import type { Database, Tx } from './database.ts';
import { createRecordingDatabase } from './recording-database.ts';
import { applyHealthEvent } from './repositories/account-health.ts';
import * as accounts from './repositories/accounts.ts';
import * as approvals from './repositories/approvals.ts';
import * as auditLog from './repositories/audit-log.ts';
import * as audits from './repositories/audits.ts';
import * as deals from './repositories/deals.ts';
import * as evidence from './repositories/drift-evidence.ts';
import * as eligibility from './repositories/eligibility.ts';
import * as embeddings from './repositories/embeddings.ts';
import * as events from './repositories/events.ts';
import { readFunnel } from './repositories/funnel.ts';
import * as keywords from './repositories/keywords.ts';
import * as leads from './repositories/leads.ts';
import * as ledger from './repositories/ledger.ts';
import { readLlmUsage } from './repositories/llm-calls.ts';
import * as messages from './repositories/messages.ts';
import * as models from './repositories/models.ts';
import * as newsletter from './repositories/newsletter.ts';
import * as openActs from './repositories/open-actions.ts';
import { recordOutcome } from './repositories/outcomes.ts';
import * as parking from './repositories/parking.ts';
import * as kits from './repositories/partner-kits.ts';
import * as reports from './repositories/plan-reports.ts';
import * as portable from './repositories/portable-models.ts';
import { readOpenWork } from './repositories/progress.ts';
import { promoteLead } from './repositories/promotion.ts';
import { readRecentActs } from './repositories/recent-acts.ts';
import { assumedActions, recordRestoration } from './repositories/restorations.ts';
import * as savedViews from './repositories/saved-views.ts';
import * as schedule from './repositories/schedule.ts';
import { readPlanSnapshot } from './repositories/snapshot.ts';
import * as spent from './repositories/spent.ts';
import * as threads from './repositories/thread-messages.ts';
import * as users from './repositories/users.ts';
import * as verdicts from './repositories/verdicts.ts';
import { countDealsByState } from './views/deal-counts.ts';
import { countDealsUpTo } from './views/deals.ts';
import { listConversations, messagesOf } from './views/inbox.ts';
import { readJudgedLeads, readLearning } from './views/judgement.ts';
import { keywordYield } from './views/keyword-yield.ts';
import { findLeads } from './views/lead-page.ts';
import { similarLeads } from './views/similar-leads.ts';
import { type RowSource, readDocument, readRow, readRows, readRowsById } from './views/table-rows.ts';
import { readTableSizes } from './views/table-sizes.ts';
import { readTrend } from './views/trend.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const PROFILE = inventedProfile(1);
const LEAD = {
  id: 1,
  publicId: 'person-1',
  state: 'enriched',
  closedReason: null,
  profile: PROFILE,
} as const;
const VERDICT = { qualified: true, reason: 'r', source: 'llm', modelVersion: 'v', confidence: 0.5 } as const;
const ACTION = {
  kind: 'invite',
  accountId: 1,
  leadId: 2,
  dealId: 3,
  messageId: null,
  text: null,
  fencingToken: 4,
} as const;
const EVIDENCE = {
  accountId: 1,
  probe: 'profile',
  page: '/in/xxxx/',
  screenshot: null,
  accessibility: 'a',
  dom: 'd',
};
const SOURCE: RowSource = {
  table: 'model_snapshot',
  key: ['id', 'version'],
  columns: [
    { name: 'id', kind: 'plain' },
    { name: 'version', kind: 'text' },
    { name: 'options', kind: 'json' },
    { name: 'report', kind: 'document' },
    { name: 'state', kind: 'vector' },
  ],
};
const DAY = [{ windowMs: 86_400_000, max: 20 }];
const TARGET = { dealId: 1, nextStep: {} } as deals.DealTarget;
const CLAIM = { campaignId: 1, lane: 'connect', from: NOW, nextAt: NOW } as const;
const DECISION = { leadId: 2, qualified: false, probability: 0.1, modelVersion: 'v' };
const MODEL = {
  strategy: 'bayes',
  version: 'v',
  embeddingModel: 'm',
  labels: 1,
  state: {},
  options: {},
  report: { concerns: [], calibration: [] },
  auditsSettledTo: null,
};

const KIT = {
  origin: 'kit',
  format: 'snapshot',
  embeddingModel: 'm',
  model: Buffer.from('{}'),
  digest: 'd',
} as const;
const PORTABLE = { version: 'v', embeddingModel: 'm', model: {} };
const SEEDED = { paused: false, action_fraction: 0.3, count: 1 };

/** What every query is answered with where the code insists on a row. */
const LIFE = { at: NOW, backedUpAt: NOW, restoredAt: NOW, created_at: NOW };
const HEALTH = {
  health: 'ok',
  health_reason: null,
  breaker_trips: 0,
  breaker_open_until: null,
  time_zone: 'UTC',
  working_days: [1, 2, 3, 4, 5, 6, 7],
  works_from_minute: 0,
  works_until_minute: 1440,
};
const ROW = { id: 1, state: 'enriched', ...HEALTH, connect_attempts: 1 };
const FOUND = {
  ...ROW,
  ...LIFE,
  profile: PROFILE,
  vector: '[0]',
  handle: 'h',
  public_id: 'p',
  count: '1',
  campaignIds: [1],
  nextAtMs: [0],
};

const AT = { direction: 'on', key: 'k', id: 1 } as const;
const DECIDER = { who: 'owner', now: NOW };
const WAITING_INVITE = { dealId: 1, leadId: 2, campaignId: 3, state: 'NEW', approvedAt: null };
/** Both the deal and its text: every query has the same answer. */
const WAITING_TEXT = { ...WAITING_INVITE, state: 'CONNECTED' };

type Work = (db: Database, trx: Tx) => Promise<unknown>;
/** [the function, what every query is answered with, the call] */
const CALLS: readonly (readonly [string, Readonly<Record<string, unknown>> | null, Work])[] = [
  ['eligibleToEnrich', null, (db) => eligibility.eligibleToEnrich(db, NOW).select('lead.id').execute()],
  ['eligibleToEmbed', null, (db) => eligibility.eligibleToEmbed(db, 'm').select('lead.id').execute()],
  ['eligibleToJudge', null, (db) => eligibility.eligibleToJudge(db, 1, 'm').select('lead.id').execute()],
  ['eligibleToConnect', null, (db) => eligibility.eligibleToConnect(db, NOW).select('deal.id').execute()],
  ['eligibleToCheck', null, (db) => eligibility.eligibleToCheck(db, NOW).select('deal.id').execute()],
  ['invitesToApprove', null, (db) => eligibility.invitesToApprove(db).select('deal.id').execute()],
  ['messagesToApprove', null, (db) => eligibility.messagesToApprove(db).select('deal.id').execute()],
  ['eligibleToDraft', null, (db) => eligibility.eligibleToDraft(db).select('deal.id').execute()],
  ['eligibleToFollowUp', null, (db) => eligibility.eligibleToFollowUp(db, NOW).select('deal.id').execute()],
  ['discoverLeads', null, (db) => leads.discoverLeads(db, ['a', 'b'], NOW, null)],
  ['leadsToEnrich', null, (db) => leads.leadsToEnrich(db, 5, NOW)],
  ['postponeEnrichment', null, (db) => leads.postponeEnrichment(db, 1, NOW)],
  ['recordProfile', ROW, (_, trx) => leads.recordProfile(trx, 1, PROFILE, {}, NOW)],
  ['refreshProfile', ROW, (_, trx) => leads.refreshProfile(trx, 1, PROFILE, {}, NOW)],
  ['recordSelf, known', ROW, (_, trx) => leads.recordSelf(trx, PROFILE, {}, NOW)],
  ['closeLead', null, (db) => leads.closeLead(db, 1, 'inaccessible')],
  ['moveLead', ROW, (_, trx) => leads.moveLead(trx, 1, 'promoted')],
  ['promoteLead', ROW, (_, trx) => promoteLead(trx, LEAD, 2, 0.5, NOW)],
  ['leadsToEmbed', null, (db) => embeddings.leadsToEmbed(db, 'm', 16)],
  [
    'saveEmbeddings',
    null,
    (db) => embeddings.saveEmbeddings(db, 'm', [{ id: 1, vector: new Float32Array(1) }], NOW),
  ],
  ['candidatesFor', null, (db) => embeddings.candidatesFor(db, 1, 'm', 10_000)],
  ['vectorsOf', null, (db) => embeddings.vectorsOf(db, 'm', [1, 2])],
  ['newDealVectors', null, (db) => embeddings.newDealVectors(db, 1, 'm')],
  ['labelKeys', null, (db) => verdicts.labelKeys(db, 1, 'm')],
  ['recordVerdict', null, (_, trx) => verdicts.recordVerdict(trx, 1, 2, VERDICT, NOW)],
  ['parkLeads', null, (_, trx) => parking.parkLeads(trx, 1, [DECISION], { text: 'r', concerns: [] }, NOW)],
  ['drawForAudit', null, (_, trx) => parking.drawForAudit(trx, 1, [DECISION], NOW)],
  ['removeAuditPick', null, (_, trx) => parking.removeAuditPick(trx, 1, 2)],
  ['parkedLeadIds', null, (db) => parking.parkedLeadIds(db, 1, 'm')],
  ['reopenLeads', null, (_, trx) => parking.reopenLeads(trx, 1, [2], NOW)],
  ['nextAudit', null, (db) => audits.nextAudit(db, 1, 'm')],
  ['answeredAudits', null, (db) => audits.answeredAudits(db, 1)],
  ['readCampaignAudits', null, (db) => audits.readCampaignAudits(db)],
  ['recordOutcome', null, (_, trx) => recordOutcome(trx, 1, 'replied', NOW)],
  ['scoreDeals', null, (db) => deals.scoreDeals(db, [{ dealId: 1, score: 0.5 }])],
  ['leadsToSeed', null, (db) => kits.leadsToSeed(db, 'm', 10_000)],
  ['claimToSeed', null, (_, trx) => kits.claimToSeed(trx, 1, 'm')],
  ['missingDeals', SEEDED, (_, trx) => kits.missingDeals(trx, 1)],
  ['getKit', null, (db) => kits.getKit(db, 1)],
  ['saveKit', null, (db) => kits.saveKit(db, 1, KIT, NOW)],
  ['listKits', null, (db) => kits.listKits(db)],
  ['removeKit', ROW, (_, trx) => kits.removeKit(trx, 1, NOW)],
  ['savePortableModel', null, (db) => portable.savePortableModel(db, 1, PORTABLE, NOW)],
  ['getPortableModel', null, (db) => portable.getPortableModel(db, 1, 'm')],
  ['readRecentActs', null, (db) => readRecentActs(db, 'invite', NOW)],
  ['latestModel', null, (db) => models.latestModel(db, 1, 'm')],
  ['saveModel', null, (db) => models.saveModel(db, 1, MODEL, NOW)],
  ['nextDealToConnect', null, (db) => deals.nextDealToConnect(db, 1, NOW)],
  ['dealsToCheck', null, (db) => deals.dealsToCheck(db, 1, 2, 10, NOW)],
  ['nextFollowUp', null, (db) => deals.nextFollowUp(db, 1, 2, NOW)],
  ['nextDealToDraft', null, (db) => deals.nextDealToDraft(db, 1)],
  [
    'moveDeal to PENDING',
    ROW,
    (_, trx) => deals.moveDeal(trx, 1, 'NEW', { to: 'PENDING', accountId: 2 }, NOW),
  ],
  ['backOffPending', null, (db) => deals.backOffPending(db, TARGET, NOW)],
  ['postponeDeal', null, (db) => deals.postponeDeal(db, 1, NOW)],
  ['countConnectAttempt', ROW, (db) => deals.countConnectAttempt(db, 1)],
  ['freezeFollowUp', null, (db) => messages.freezeFollowUp(db, 1, 'text', 'm', NOW)],
  ['approveMessage', WAITING_TEXT, (_, trx) => approvals.approveMessage(trx, 1, 'text', DECIDER)],
  ['approveInvite', WAITING_INVITE, (_, trx) => approvals.approveInvite(trx, 1, DECIDER)],
  ['listAudit', null, (db) => auditLog.listAudit(db, 10, 20)],
  ['removeUser', { ...ROW, role: 'viewer', name: 'n' }, (_, trx) => users.removeUser(trx, 2)],
  [
    'intendAction',
    { ...LIFE, id: 1, state: 'NEW', mode: 'autopilot' },
    (_, trx) => ledger.intendAction(trx, ACTION, DAY, NOW),
  ],
  ['startAction', null, (db) => ledger.startAction(db, 1, 4, NOW)],
  ['endAction', null, (db) => ledger.endAction(db, 1, 4, 'started', { to: 'done' }, NOW)],
  ['takeFence', { fencing_token: 5 }, (db) => accounts.takeFence(db, 1)],
  ['spentActions', null, (db) => spent.spentActions(db, 1, 'invite', DAY, NOW)],
  ['recordSentList', null, (db) => spent.recordSentList(db, 1, [{ publicId: 'a', sentAt: NOW }], NOW)],
  ['tellSpentAnew', null, (_, trx) => spent.tellSpentAnew(trx, 3_600_000, NOW)],
  ['claimClockStep', null, (_, trx) => reports.claimClockStep(trx, 3_600_000, NOW)],
  ['openActions', null, (db) => openActs.openActions(db, 1, 2, NOW)],
  [
    'countReadAttempt',
    null,
    (db) => openActs.countReadAttempt(db, { id: 1 } as openActs.OpenAction, 4, { lookAfter: NOW }),
  ],
  ['actionsForHuman', null, (db) => openActs.actionsForHuman(db)],
  ['getActionForHuman', null, (db) => openActs.getActionForHuman(db, 1)],
  ['assumedActions', LIFE, (db) => assumedActions(db, 1, DAY, NOW)],
  ['recordRestoration', LIFE, (_, trx) => recordRestoration(trx, NOW)],
  ['addKeywords', null, (db) => keywords.addKeywords(db, 1, ['a'], NOW)],
  ['recordKeywordCall', null, (db) => keywords.recordKeywordCall(db, 1, 3, NOW)],
  ['recordFinds', ROW, (_, trx) => keywords.recordFinds(trx, 1, ['a', 'b'], NOW, null)],
  ['claimKeyword', null, (db) => keywords.claimKeyword(db, 1, NOW)],
  ['undecidedAccounts', null, (db) => newsletter.undecidedAccounts(db)],
  ['lettersDue', null, (db) => newsletter.lettersDue(db, NOW)],
  ['beginLetter', null, (db) => newsletter.beginLetter(db, { accountId: 1, wanted: true }, NOW, NOW)],
  ['confirmLetter', null, (db) => newsletter.confirmLetter(db, 1, 2, NOW)],
  ['lettersGivenUp', null, (db) => newsletter.lettersGivenUp(db)],
  ['claimLanes, first time', null, (db) => schedule.claimLanes(db, [{ ...CLAIM, from: null }])],
  ['claimLanes', null, (db) => schedule.claimLanes(db, [CLAIM])],
  [
    'closeLane',
    null,
    (db) => schedule.closeLane(db, { accountId: 1, lane: 'connect', until: NOW, reason: 'r' }),
  ],
  ['closuresAt', null, (db) => schedule.closuresAt(db, NOW)],
  ['setPassword', null, (db) => accounts.setPassword(db, 1, Buffer.from('sealed'))],
  ['claimLogin', null, (db) => accounts.claimLogin(db, 1, 3_600_000, NOW)],
  ['applyHealthEvent', ROW, (db) => applyHealthEvent(db, 1, { kind: 'human-cleared' })],
  ['addDriftEvidence', ROW, (db) => evidence.addDriftEvidence(db, EVIDENCE, NOW)],
  ['listDriftEvidence', null, (db) => evidence.listDriftEvidence(db)],
  ['readDriftEvidence', null, (db) => evidence.readDriftEvidence(db, 1, 'dom')],
  ['latestEvents', null, (db) => events.latestEvents(db, 10)],
  ['readLlmUsage', null, (db) => readLlmUsage(db)],
  ['countDealsByState', null, (db) => countDealsByState(db)],
  ['keywordYield', null, (db) => keywordYield(db, 1)],
  ['readJudgedLeads', null, (db) => readJudgedLeads(db)],
  ['readLearning', null, (db) => readLearning(db, 1, 20)],
  ['readFunnel', ROW, (db) => readFunnel(db, 1)],
  [
    'keepThread',
    { from_self: false, sent_at: NOW, ...ROW },
    (_, trx) =>
      threads.keepThread(
        trx,
        { accountId: 1, leadId: 2 },
        [{ fromSelf: false, text: 't', sentAt: NOW }],
        NOW,
      ),
  ],
  ['claimInboxReading', null, (db) => threads.claimInboxReading(db, 1, 3_600_000, NOW)],
  ['dealtLeads', null, (db) => threads.dealtLeads(db, 1, ['u'])],
  ['saveView', null, (db) => savedViews.saveView(db, 'u', { name: 'n', query: 'q', shared: true }, NOW)],
  ['listViews', null, (db) => savedViews.listViews(db, 'u')],
  ['countDealsUpTo', null, (db) => countDealsUpTo(db, 1_000, 1)],
  [
    'listConversations',
    null,
    (db) => listConversations(db, { filter: 'unread', behind: { key: 'k', id: 1 }, limit: 40 }),
  ],
  ['readDocument', null, (db) => readDocument(db, SOURCE, [1, 'm'], 'report')],
  ['readRow', null, (db) => readRow(db, SOURCE, [1, 'm'])],
  ['readRows', null, (db) => readRows(db, SOURCE, { limit: 50 })],
  [
    'readRows, looked up, further on',
    null,
    (db) => readRows(db, SOURCE, { limit: 50, before: [9, 'm'], where: { column: 'id', value: 1 } }),
  ],
  ['readRowsById', null, (db) => readRowsById(db, SOURCE, [1, 2])],
  ['readTableSizes', null, (db) => readTableSizes(db, ['lead'])],
  ['readTrend', null, (db) => readTrend(db, { span: 'week', spans: 12, campaignId: 1 }, NOW)],
  ['messagesOf', null, (db) => messagesOf(db, 1)],
  ['similarLeads', FOUND, (db) => similarLeads(db, 1, 8)],
  ['findLeads', null, (db) => findLeads(db, { sort: 'name', from: AT, limit: 50 })],
  [
    'findLeads, filtered',
    null,
    (db) => findLeads(db, { sort: 'read', from: AT, limit: 50, text: 'a b', campaignId: 1, verdict: 'none' }),
  ],
  ['readOpenWork', ROW, (db) => readOpenWork(db, NOW)],
  ['readPlanSnapshot', FOUND, (db) => readPlanSnapshot(db, { embeddingModel: 'm', countUpTo: 100 }, NOW)],
];

const CLAUSES =
  /(?<!distinct)\s(from|inner join|left join|where|and|group by|order by|limit|values|set|on conflict|returning|for update) /g;

/** One clause a line, so that a difference is a line. */
function layOut(statement: string): string {
  return `  ${statement.replace(/\s+/g, ' ').trim().replace(CLAUSES, '\n    $1 ')};`;
}

async function sqlOf([name, answer, work]: (typeof CALLS)[number]): Promise<string> {
  const { db, statements } = createRecordingDatabase(answer);
  // Queries do not differ inside a transaction, and a handler's own begin and commit are no business of theirs.
  await work(db, db as Tx);
  return [`-- ${name}`, ...statements.map(layOut)].join('\n');
}

test('the SQL of the repositories is what a reviewer has seen', async () => {
  const texts: string[] = [];
  for (const call of CALLS) texts.push(await sqlOf(call));
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('queries.sql.snap');
});

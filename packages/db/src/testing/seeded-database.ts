import {
  addAccount,
  addAction,
  addCampaign,
  addDeal,
  addFrozenMessage,
  addLead,
  addUrlOnlyLead,
  addVector,
  type MigratedDatabase,
  NOW,
  openMigratedDatabase,
  TEST_MODEL,
} from '@fairlead/testing/builders';
import { inventedPosition } from '@fairlead/testing/people';
import { addDriftEvidence } from '../repositories/drift-evidence.ts';
import { recordEvent } from '../repositories/events.ts';
import { addKeywords } from '../repositories/keywords.ts';
import { recordLlmCall } from '../repositories/llm-calls.ts';
import { saveModel } from '../repositories/models.ts';
import { recordOutcome } from '../repositories/outcomes.ts';
import { drawForAudit } from '../repositories/parking.ts';
import { saveKit } from '../repositories/partner-kits.ts';
import { savePortableModel } from '../repositories/portable-models.ts';
import { saveView } from '../repositories/saved-views.ts';
import { claimLanes, closeLane } from '../repositories/schedule.ts';
import { recordSentList } from '../repositories/spent.ts';
import { keepThread } from '../repositories/thread-messages.ts';
import { upsertUser } from '../repositories/users.ts';
import { recordVerdict } from '../repositories/verdicts.ts';

const NO_REPORT = { concerns: [], calibration: [] };

/** A database with at least one row in every table that refers to another; `LEGAL_ROWS` fit into it. */
export async function openSeededDatabase(label: string): Promise<MigratedDatabase> {
  const database = await openMigratedDatabase(label);
  const { db } = database;
  const accountId = await addAccount(db, { handle: 'seeded', email: 'seeded@fairlead.example' });
  const seen = { probe: 'profile', page: '/in/xxx/', screenshot: null, accessibility: '', dom: '' };
  await addDriftEvidence(db, { accountId, ...seen }, NOW);
  const campaignId = await addCampaign(db, [], { name: 'Seeded' });
  const otherId = await addCampaign(db, [accountId], { name: 'Other' });
  await addKeywords(db, campaignId, ['seeded words'], NOW);
  await addUrlOnlyLead(db, 'bare');
  const { leadId: read } = await addLead(db, { publicId: 'read', urn: 'urn:read' });
  await addVector(db, read);
  const { dealId, leadId } = await addDeal(db, {
    campaignId,
    accountId,
    state: 'CONNECTED',
    lead: await addLead(db, {
      publicId: 'dealt',
      positions: [inventedPosition(1, { companyName: 'Nameless', companyUrn: null })],
    }),
  });
  await addDeal(db, {
    campaignId,
    lead: await addLead(db, { positions: [inventedPosition(1, { companyUrn: 'urn:firm' })] }),
  });
  const verdict = {
    qualified: true,
    reason: 'fits',
    source: 'llm',
    modelVersion: 'v1',
    confidence: 0.9,
  } as const;
  await addVector(db, leadId);
  const decision = { leadId, qualified: false, probability: 0.1, modelVersion: 'v1' };
  await db.transaction().execute(async (trx) => {
    await drawForAudit(trx, campaignId, [decision], NOW);
    await recordVerdict(trx, leadId, campaignId, verdict, NOW);
    await recordOutcome(trx, dealId, 'replied', NOW);
  });
  const model = {
    strategy: 'bayes',
    version: 'v1',
    embeddingModel: TEST_MODEL,
    labels: 1,
    state: {},
    options: {},
    report: NO_REPORT,
    auditsSettledTo: null,
  } as const;
  await saveModel(db, campaignId, model, NOW);
  const portable = { version: 'v1', embeddingModel: TEST_MODEL, model: {} };
  await savePortableModel(db, campaignId, portable, NOW);
  const kit = { origin: 'kits/wind', format: 'snapshot', embeddingModel: TEST_MODEL } as const;
  await saveKit(db, otherId, { ...kit, model: Buffer.from('{}'), digest: '0'.repeat(64) }, NOW);
  await recordLlmCall(
    db,
    campaignId,
    { purpose: 'verdict', model: 'm', promptTokens: 1, completionTokens: 1 },
    NOW,
  );
  const messageId = await addFrozenMessage(db, dealId);
  await addAction(db, { kind: 'invite', accountId, leadId, dealId, state: 'done' });
  await addAction(db, { kind: 'message', accountId, leadId, dealId, messageId, state: 'unknown' });
  await db
    .insertInto('rejected_draft')
    .values({ deal_id: dealId, text: 't', model: 'm', drafted_at: NOW, rejected_at: NOW, rejected_by: 'u' })
    .execute();
  await recordSentList(db, accountId, [{ publicId: 'by-hand', sentAt: NOW }], NOW);
  await claimLanes(db, [{ campaignId, lane: 'connect', from: null, nextAt: NOW }]);
  await closeLane(db, { accountId, lane: 'connect', until: NOW, reason: 'weekly limit' });
  await recordEvent(db, { kind: 'seeded', campaignId }, NOW);
  await upsertUser(db, { name: 'owner', passwordHash: 'x', role: 'owner' }, NOW);
  await saveView(db, 'owner', { name: 'Seeded', query: '', shared: false }, NOW);
  const said = { fromSelf: false, text: 'Seeded', sentAt: null };
  await db.transaction().execute((trx) => keepThread(trx, { accountId, leadId }, [said], NOW));
  return database;
}

import type { Database } from '@fairlead/db/database';
import { type AnsweredAudit, readCampaignAudits } from '@fairlead/db/repositories/audits';
import { type AuditStanding, auditStanding } from '@fairlead/qualifier/audit';

/** What the audits of the campaign allow its model, from rows alone: every worker comes to the same. */
export async function readStanding(
  db: Database,
  campaignId: number,
): Promise<{ standing: AuditStanding; audits: readonly AnsweredAudit[] }> {
  const [found] = await readCampaignAudits(db, campaignId);
  const { audits, settledTo, tolerance } = found ?? { audits: [], settledTo: null, tolerance: 0 };
  return { standing: auditStanding(audits, settledTo, tolerance), audits };
}

import type { Database } from '@fairlead/db/database';
import { type AnsweredAudit, answeredAudits, auditsSettledTo } from '@fairlead/db/repositories/audits';
import type { Campaign } from '@fairlead/db/repositories/campaigns';
import { type AuditStanding, auditStanding } from '@fairlead/qualifier/audit';

/** What the audits of the campaign allow its model, from rows alone: every worker comes to the same. */
export async function readStanding(
  db: Database,
  { id, auditTolerance }: Campaign,
): Promise<{ standing: AuditStanding; audits: readonly AnsweredAudit[] }> {
  const audits = await answeredAudits(db, id);
  const settledTo = (await auditsSettledTo(db)).get(id) ?? null;
  return { standing: auditStanding(audits, settledTo, auditTolerance), audits };
}

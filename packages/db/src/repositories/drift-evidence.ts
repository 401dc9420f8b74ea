import type { Database } from '../database.ts';

/** What a page looked like when its selectors did not match. Nothing in it names a person. */
export interface NewDriftEvidence {
  accountId: number;
  probe: string;
  /** The page's path, redacted. */
  page: string;
  /** A JPEG; null when none could be taken. */
  screenshot: Buffer | null;
  accessibility: string;
  dom: string;
}

/** Without its contents. */
export interface DriftEvidenceRow {
  id: number;
  accountId: number;
  at: Date;
  probe: string;
  page: string;
  hasScreenshot: boolean;
}

export const EVIDENCE_PARTS = ['screenshot', 'accessibility', 'dom'] as const;
export type EvidencePart = (typeof EVIDENCE_PARTS)[number];

/** Of each account the newest are kept. */
export const KEPT_EVIDENCE = 5;

/** Keeps the evidence, and drops the account's oldest beyond `KEPT_EVIDENCE`. */
export async function addDriftEvidence(db: Database, evidence: NewDriftEvidence, now: Date): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { accountId, ...rest } = evidence;
    const { id } = await trx
      .insertInto('drift_evidence')
      .values({ account_id: accountId, at: now, ...rest })
      .returning('id')
      .executeTakeFirstOrThrow();
    const kept = trx
      .selectFrom('drift_evidence')
      .select('id')
      .where('account_id', '=', accountId)
      .orderBy('id', 'desc')
      .limit(KEPT_EVIDENCE);
    await trx
      .deleteFrom('drift_evidence')
      .where('account_id', '=', accountId)
      .where('id', 'not in', kept)
      .execute();
    return id;
  });
}

/** Of every account, newest first. */
export async function listDriftEvidence(db: Database): Promise<DriftEvidenceRow[]> {
  return await db
    .selectFrom('drift_evidence')
    .select((eb) => [
      'id',
      'account_id as accountId',
      'at',
      'probe',
      'page',
      eb('screenshot', 'is not', null).$castTo<boolean>().as('hasScreenshot'),
    ])
    .orderBy('id', 'desc')
    .execute();
}

/** One part of the evidence; null when there is none. */
export async function readDriftEvidence(
  db: Database,
  id: number,
  part: EvidencePart,
): Promise<Buffer | string | null> {
  const row = await db
    .selectFrom('drift_evidence')
    .select(`${part} as content`)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.content ?? null;
}

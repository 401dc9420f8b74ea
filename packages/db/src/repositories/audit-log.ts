import type { Database, Tx } from '../database.ts';

/** What a user did to what. `before` and `after` hold the fields that matter; secrets are left out when it is written. */
export interface AuditEntry {
  /** `campaign.saved`, `user.removed`… */
  what: string;
  /** `campaign 3`, `user mara`… */
  target: string;
  before?: Readonly<Record<string, unknown>>;
  after?: Readonly<Record<string, unknown>>;
}

export interface AuditLine extends Required<AuditEntry> {
  id: number;
  at: Date;
  userName: string;
}

/** Writes the line in the transaction that changes what it is about: neither is there without the other. */
export async function recordAudit(trx: Tx, userName: string, entry: AuditEntry, now: Date): Promise<void> {
  const [before, after] = differences(entry.before ?? {}, entry.after ?? {});
  await trx
    .insertInto('audit_log')
    .values({
      at: now,
      user_name: userName,
      what: entry.what,
      target: entry.target,
      before: JSON.stringify(before, withoutSecrets),
      after: JSON.stringify(after, withoutSecrets),
    })
    .execute();
}

/** The newest lines, newest first; only those before `beforeId` when it is given. */
export async function listAudit(db: Database, limit: number, beforeId?: number): Promise<AuditLine[]> {
  return await db
    .selectFrom('audit_log')
    .select(['id', 'at', 'user_name as userName', 'what', 'target', 'before', 'after'])
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

type Fields = Readonly<Record<string, unknown>>;

/** What stayed as it was says nothing. */
function differences(before: Fields, after: Fields): [Fields, Fields] {
  const isSame = (key: string) => JSON.stringify(before[key]) === JSON.stringify(after[key]);
  const differing = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => !isSame(key)));
  return [differing(before), differing(after)];
}

const SECRET = /password|secret|sealed|hash|token|cookie|session/i;

/** Nobody means to hand a secret over; this is for the day somebody does. */
function withoutSecrets(key: string, value: unknown): unknown {
  return SECRET.test(key) ? '(secret)' : value;
}

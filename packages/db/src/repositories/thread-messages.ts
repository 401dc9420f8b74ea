import type { Database, Tx } from '../database.ts';
import { recordEvent } from './events.ts';
import { recordOutcome } from './outcomes.ts';

/** Whose conversation it is. */
export interface ThreadOf {
  accountId: number;
  leadId: number;
}

/** A message as LinkedIn shows it. Its text is a stranger's. */
export interface SeenMessage {
  fromSelf: boolean;
  text: string;
  /** Null where no exact time is shown. */
  sentAt: Date | null;
}

const LONGEST = 10_000;

/**
 * Keeps what was read of a conversation; what is known stays as it is. A first answer since the person of a deal was
 * invited is an outcome. Returns how many messages were new.
 */
export async function keepThread(
  trx: Tx,
  thread: ThreadOf,
  messages: readonly SeenMessage[],
  now: Date,
): Promise<number> {
  const values = messages.flatMap(({ fromSelf, text, sentAt }) => {
    const kept = storable(text);
    const { accountId, leadId } = thread;
    return kept === ''
      ? []
      : [
          {
            account_id: accountId,
            lead_id: leadId,
            from_self: fromSelf,
            text: kept,
            sent_at: sentAt,
            read_at: now,
          },
        ];
  });
  if (values.length === 0) return 0;
  const added = await trx
    .insertInto('thread_message')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['from_self', 'sent_at'])
    .execute();
  const answers = added.filter(({ from_self }) => !from_self);
  if (answers.length > 0)
    await noteAnswers(
      trx,
      thread,
      answers.map(({ sent_at }) => sent_at),
      now,
    );
  return added.length;
}

/** No database stores a NUL, and a pair of surrogates cut in two is no text. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').slice(0, LONGEST).toWellFormed().trim();
}

/** One of unknown time counts where we have written: before that it may be from long ago. */
async function noteAnswers(
  trx: Tx,
  { accountId, leadId }: ThreadOf,
  times: readonly (Date | null)[],
  now: Date,
): Promise<void> {
  const deals = await trx
    .selectFrom('deal')
    .select(['id', 'campaign_id as campaignId', 'state', 'pending_at', 'connected_at'])
    .where('lead_id', '=', leadId)
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
  for (const { id: dealId, campaignId, state, pending_at, connected_at } of deals) {
    const since = pending_at ?? connected_at;
    const isAnswer = (at: Date | null): boolean =>
      at === null ? state === 'COMPLETED' : since !== null && at >= since;
    const first = times.find(isAnswer);
    if (first === undefined) continue;
    await recordOutcome(trx, dealId, 'replied', first ?? now);
    await recordEvent(trx, { kind: 'reply.received', campaignId, accountId, leadId, dealId }, now);
  }
}

/** True when the account's conversations were not looked at within `minIntervalMs`: then the caller looks. */
export async function claimInboxReading(
  db: Database,
  accountId: number,
  minIntervalMs: number,
  now: Date,
): Promise<boolean> {
  const before = new Date(now.getTime() - minIntervalMs);
  const row = await db
    .updateTable('account')
    .set({ inbox_read_at: now })
    .where('id', '=', accountId)
    .where((eb) => eb.or([eb('inbox_read_at', 'is', null), eb('inbox_read_at', '<=', before)]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The people of these URNs whom the account has a deal with, by URN: of others nothing is kept. */
export async function dealtLeads(
  db: Database,
  accountId: number,
  urns: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (urns.length === 0) return new Map();
  const rows = await db
    .selectFrom('lead')
    .innerJoin('deal', 'deal.lead_id', 'lead.id')
    .select(['lead.urn', 'lead.id'])
    .distinct()
    .where('lead.urn', 'in', [...urns])
    .where('deal.account_id', '=', accountId)
    .execute();
  return new Map(rows.map(({ urn, id }) => [urn ?? '', id]));
}

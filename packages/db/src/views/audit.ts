import type { ActionState } from '@fairlead/shared/domain/action';
import type { DealState } from '@fairlead/shared/domain/deal';
import type { ActionKind } from '@fairlead/shared/domain/limits';
import type { Database } from '../database.ts';

/** One row of the ledger, with the names by which the outside knows account and person. */
export interface AuditedAct {
  kind: ActionKind;
  state: ActionState;
  email: string;
  urn: string | null;
  needsHuman: boolean;
}

/** A deal with the history of its states, oldest first. */
export interface AuditedDeal {
  state: DealState;
  urn: string | null;
  email: string | null;
  history: readonly { from: DealState | null; to: DealState }[];
}

/** What the database believes was done, to be compared with what was. */
export interface Audit {
  acts: readonly AuditedAct[];
  deals: readonly AuditedDeal[];
}

/** Reads the whole ledger and every deal: for audits of a system that stands still. */
export async function readAudit(db: Database): Promise<Audit> {
  const acts = await db
    .selectFrom('action')
    .innerJoin('account', 'account.id', 'action.account_id')
    .innerJoin('lead', 'lead.id', 'action.lead_id')
    .select(['action.kind', 'action.state', 'account.email', 'lead.urn', 'action.needs_human_at'])
    .orderBy('action.id')
    .execute();
  const deals = await db
    .selectFrom('deal')
    .innerJoin('lead', 'lead.id', 'deal.lead_id')
    .leftJoin('account', 'account.id', 'deal.account_id')
    .select(['deal.id', 'deal.state', 'lead.urn', 'account.email'])
    .execute();
  const transitions = await db.selectFrom('deal_transition').selectAll().orderBy('id').execute();
  const histories = Map.groupBy(transitions, ({ deal_id }) => deal_id);
  return {
    acts: acts.map(({ needs_human_at, ...act }) => ({ ...act, needsHuman: needs_human_at !== null })),
    deals: deals.map(({ id, ...deal }) => ({
      ...deal,
      history: (histories.get(id) ?? []).map(({ from_state, to_state }) => ({
        from: from_state,
        to: to_state,
      })),
    })),
  };
}

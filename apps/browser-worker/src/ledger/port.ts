import type { NewAction } from '@fairlead/db/repositories/ledger';
import type { ActionState } from '@fairlead/shared/domain/action';
import type { LimitedKind, Quota } from '@fairlead/shared/domain/limits';

/** An irreversible act that a limit counts, as its lane describes it. The ledger adds the token of its worker. */
export interface Act extends Omit<NewAction, 'fencingToken'> {
  kind: LimitedKind;
}

/** What `performAction` needs of the ledger. `T` is the transaction that effects on deals run in. */
export interface Ledger<T> {
  /** The row before anything is done. Throws `Stale` when the worker has lost the account. */
  intend(act: Act, quotas: readonly Quota[], now: Date): Promise<Intent>;
  /**
   * Right before each click that may act: intent → started, and whether the account is still ours. False
   * when somebody else settled the row. Throws `Stale` when the worker has lost the account.
   */
  start(actionId: number, now: Date): Promise<boolean>;
  /**
   * The outcome, and in the same transaction what it means. False, and no effect, when somebody else
   * settled the row. Throws `Stale` when the worker has lost the account.
   */
  end(
    actionId: number,
    from: ActionState,
    end: ActionEnd,
    now: Date,
    apply: (trx: T) => Promise<void>,
  ): Promise<boolean>;
}

export type Intent =
  | { kind: 'intended'; actionId: number }
  /** The same act is already live: nothing may be done. */
  | { kind: 'duplicate' }
  /** A window is full; null: its limit is 0. */
  | { kind: 'over-limit'; freeAt: Date | null };

export interface ActionEnd {
  to: Exclude<ActionState, 'intent' | 'started'>;
  reason?: string;
  evidence?: Readonly<Record<string, unknown>>;
}

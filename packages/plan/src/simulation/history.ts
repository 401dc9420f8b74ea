import type { DealState } from '@fairlead/shared/domain/deal';
import type { Lane } from '@fairlead/shared/domain/lane';
import type { LimitedKind } from '@fairlead/shared/domain/limits';

/** What happened in the simulation, as told to those who count and those who check. */
export type Happening =
  /** A person was found, their profile read, a verdict given, the verdict a yes; a partner took them after a no. */
  | { kind: 'found' | 'read' | 'judged' | 'fit' | 'seeded'; atMs: number }
  | Act
  | { kind: 'moved'; atMs: number; dealId: number; campaignId: number; from: DealState | null; to: DealState }
  /** From `fromMs` on the deal may be taken by the lane. */
  | { kind: 'awaits'; atMs: number; dealId: number; lane: Lane; fromMs: number }
  /** The plan evaluated a lane that was due. */
  | { kind: 'looked'; atMs: number; campaignId: number; lane: Lane; fired: boolean };

/** Something irreversible was done. */
export interface Act {
  kind: 'act';
  atMs: number;
  act: LimitedKind;
  accountId: number;
  leadId: number;
  dealId: number;
  /** Of the message; null for an invitation. */
  step: string | null;
}

export type Listener = (happening: Happening) => void;

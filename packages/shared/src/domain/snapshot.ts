import type { Rest } from './account-rest.ts';
import type { ApprovalMode } from './approval.ts';
import type { KeywordCalls } from './keyword.ts';
import type { Lane } from './lane.ts';
import type { LimitedKind, Room } from './limits.ts';

/** What the plan knows of an account. */
export interface AccountFacts {
  id: number;
  handle: string;
  /** Null when the account may act; otherwise why not, for the operator. */
  unusableBecause: string | null;
  /** Null when it works now; otherwise until when it rests, and why: its hours, or a breaker that is open. */
  rest: Rest | null;
  /** Null when it may write; otherwise why it only reads. */
  writesPausedBecause: string | null;
  /** When one more action of the kind fits into every window; null when its limit is 0. */
  freeAt: Readonly<Record<LimitedKind, Date | null>>;
  /** What is left of its limits. */
  room: Readonly<Record<LimitedKind, Room>>;
  /** Per kind and campaign: the last action that the windows hold, or held until lately. */
  lastActs: Readonly<Record<LimitedKind, ReadonlyMap<number, Date>>>;
  /** Lanes LinkedIn or an operator closed, and until when. */
  closedLanes: Readonly<Partial<Record<string, { until: Date; reason: string }>>>;
}

/** What the plan knows of a campaign. Counts stop at the snapshot's `countUpTo`. */
export interface CampaignFacts {
  id: number;
  name: string;
  paused: boolean;
  /** Of its turns, the share that a partner campaign takes; null for a regular campaign. */
  actionFraction: number | null;
  approvalMode: ApprovalMode;
  accountIds: readonly number[];
  /** When each lane fires next; a lane that never fired is absent. */
  nextAt: Readonly<Partial<Record<Lane, Date>>>;
  /** Per account: acts without an outcome that may be looked at now. */
  actsToSettle: ReadonlyMap<number, number>;
  /** Of a partner campaign: NEW deals, whether they may be tried now or not; 0 for a regular one. */
  newDeals: number;
  /** NEW deals that may be tried now, and whose invitation needs no approval or has it. */
  dealsToConnect: number;
  /** NEW deals whose invitation waits for a human's approval. */
  invitesToApprove: number;
  /** Follow-up texts that wait for a human's approval. */
  messagesToApprove: number;
  /** CONNECTED deals without a follow-up text. */
  dealsToDraft: number;
  /** Per account: PENDING deals whose look is due. */
  pendingDue: ReadonlyMap<number, number>;
  /** Per account: CONNECTED deals whose text is frozen and unsent, and needs no approval or has it. */
  followUpsReady: ReadonlyMap<number, number>;
  /** Leads with a vector that await this campaign's judgement. */
  candidates: number;
  unusedKeywords: number;
  /** How often in a row the language model was asked for keywords in vain, up to where it is asked no more; none while one is unused. */
  keywordCalls: KeywordCalls;
  /** LLM and human verdicts that the newest fitted model has not seen. */
  unfittedLabels: number;
}

/** Everything the plan looks at, read at one instant. */
export interface PlanSnapshot {
  accounts: readonly AccountFacts[];
  campaigns: readonly CampaignFacts[];
  /** Url-only leads that may be read now. */
  leadsToEnrich: number;
  /** Enriched leads without a vector of the configured model. */
  leadsToEmbed: number;
  /** Leads with a vector that other campaigns disqualified and nobody has contacted; 0 without a partner campaign. */
  leadsToSeed: number;
  /** All leads. */
  leads: number;
}

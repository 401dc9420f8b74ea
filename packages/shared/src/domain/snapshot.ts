import type { Rest } from './account-rest.ts';
import type { KeywordCalls } from './keyword.ts';
import type { Lane } from './lane.ts';
import type { LimitedKind } from './limits.ts';

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
  /** Lanes LinkedIn or an operator closed, and until when. */
  closedLanes: Readonly<Partial<Record<string, { until: Date; reason: string }>>>;
}

/** What the plan knows of a campaign. Counts stop at the snapshot's `countUpTo`. */
export interface CampaignFacts {
  id: number;
  name: string;
  paused: boolean;
  accountIds: readonly number[];
  /** When each lane fires next; a lane that never fired is absent. */
  nextAt: Readonly<Partial<Record<Lane, Date>>>;
  /** Per account: acts without an outcome that may be looked at now. */
  actsToSettle: ReadonlyMap<number, number>;
  /** NEW deals that may be tried now. */
  dealsToConnect: number;
  /** CONNECTED deals without a follow-up text. */
  dealsToDraft: number;
  /** Per account: PENDING deals whose look is due. */
  pendingDue: ReadonlyMap<number, number>;
  /** Per account: CONNECTED deals whose text is frozen and unsent. */
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
  /** All leads. */
  leads: number;
}
